using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;

namespace MBus.Tests.Master;

public sealed class HostileLineTests
{
    private static readonly SecondaryAddress Stranger = SecondaryAddress.Parse("8765432174520104");

    [Fact]
    public async Task A_reading_ends_on_any_line_and_takes_only_whole_telegrams_of_its_meter()
    {
        var taken = 0;
        for (var round = Rounds.Of(quick: 1_000, ci: 100_000, full: 500_000); round > 0; round--)
        {
            var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
            var line = new HostileLine(clock, new Random(round));
            var result = await clock.Play(() => new BusMaster(line, clock).ReadAsync(Conversation.Meter));
            taken += result.Telegrams.Count;
            Assert.InRange(clock.GetUtcNow() - DateTimeOffset.UnixEpoch, TimeSpan.Zero, TimeSpan.FromMinutes(3));
            Assert.All(result.Telegrams, telegram =>
            {
                Assert.Equal(LinkError.None, LinkFrame.TryParse(telegram.Bytes, out _));
                Assert.True(telegram.ControlInformation != 0x72 || telegram.UserData.Length < 12
                    || SecondaryAddress.FromHeader(telegram.UserData.Span) is { Identification: 0x12345678 });
            });
        }

        Assert.NotEqual(0, taken);
    }

    [Fact]
    public async Task A_search_ends_on_any_line()
    {
        for (var round = Rounds.Of(quick: 4, ci: 100, full: 2_000); round > 0; round--)
        {
            var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
            var line = new HostileLine(clock, new Random(round));
            var options = new SecondarySearchOptions { Within = SecondaryAddress.Parse("123456FFFFFFFFFF") };
            var steps = await clock.Play(async () => await new SecondarySearch(new BusMaster(line, clock), options).RunAsync().ToListAsync());
            Assert.InRange(steps.Count, 10, 6000); // without a limit it would go through 10^8 selections
        }
    }

    /// <summary>Answers whatever is sent with good, foreign, damaged or random bytes, in pieces, too late, or not at all.</summary>
    private sealed class HostileLine(ManualTimeProvider clock, Random random) : ILevelConverter
    {
        private readonly Queue<(DateTimeOffset At, byte[] Bytes)> _arriving = new();

        public string Name => "hostile";

        public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            var good = Hex.Bytes(Conversation.Telegram(volume: (byte)random.Next(256), access: (byte)random.Next(256), more: random.Next(2) == 0));
            byte[] answer = random.Next(10) switch
            {
                0 => [],
                1 => Mutations.Noise(random, 300),
                2 => [LinkFrame.AckByte],
                3 => Hex.Bytes(Conversation.Telegram(volume: (byte)random.Next(256), meter: Stranger)),
                4 => [.. bytes.Span, .. good],
                5 or 6 => Mutations.Mutate(random, good),
                7 => Mutations.Mutate(random, [.. bytes.Span, .. good, .. good]),
                _ => good,
            };
            var at = clock.GetUtcNow();
            foreach (var piece in answer.Chunk(random.Next(1, 60)))
            {
                at += TimeSpan.FromMilliseconds(random.Next(random.Next(8) == 0 ? 400 : 10));
                _arriving.Enqueue((at, piece));
            }

            return ValueTask.CompletedTask;
        }

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
        {
            var until = clock.GetUtcNow() + timeout;
            var comes = _arriving.TryPeek(out var next) && next.At <= until;
            var wait = (comes ? next.At : until) - clock.GetUtcNow();
            if (wait > TimeSpan.Zero)
            {
                await ExactDelay.Of(wait, clock);
            }

            return comes ? Give(buffer) : 0;
        }

        public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken)
        {
            while (_arriving.TryPeek(out var next) && next.At <= clock.GetUtcNow())
            {
                _arriving.Dequeue();
            }

            return ValueTask.FromResult(0);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private int Give(Memory<byte> buffer)
        {
            var bytes = _arriving.Dequeue().Bytes;
            bytes.CopyTo(buffer);
            return bytes.Length;
        }
    }
}
