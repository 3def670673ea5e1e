using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Testing;

namespace MBus.Tests.Master;

public sealed class SearchCostTests
{
    [Theory]
    [InlineData(20)] // a bus without meters is looked at twice
    [InlineData(10, 0x14491001u)]
    [InlineData(80, 0x14491001u, 0x14491008u, 0x32104833u, 0x76543210u)]
    [InlineData(20, 0x11000000u, 0x12000000u, 0x13000000u)]
    public async Task A_search_takes_ten_selections_for_each_digit_that_several_meters_share(int selections, params uint[] identifications)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var population = new Population(clock, identifications);
        var steps = await clock.Play(async () => await new SecondarySearch(new BusMaster(population, clock)).RunAsync().ToListAsync());
        Assert.Equal(selections, steps.Count);
        Assert.Equal(
            identifications.Order(),
            steps.Where(step => step.Finding == SearchFinding.Meter).Select(step => step.Meter!.Address!.Value.Identification).Order());
    }

    /// <summary>Meters that confirm a selection that matches them; the telegrams of several fall together and are junk.</summary>
    private sealed class Population(ManualTimeProvider clock, uint[] identifications) : ILevelConverter
    {
        private readonly SecondaryAddress[] _meters = [.. identifications.Select(digits => new SecondaryAddress(digits, new(0x5274), 1, new(4)))];
        private SecondaryAddress[] _selected = [];
        private byte[] _answer = [];

        public string Name => "population";

        public BusTiming Timing { get; set; } = BusTiming.Serial(2400);

        public ValueTask SendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken)
        {
            Assert.Equal(LinkError.None, LinkFrame.TryParse(bytes, out var frame));
            if (frame.IsLong)
            {
                var selection = SecondaryAddress.FromHeader(frame.UserData.Span);
                _selected = [.. _meters.Where(selection.Matches)];
            }

            _answer = _selected.Length switch
            {
                0 => [],
                _ when frame.IsLong => [LinkFrame.AckByte],
                1 => Hex.Bytes(Conversation.Telegram(meter: _selected[0])),
                _ => Hex.Bytes("68 10 10 68 08 00"),
            };
            return ValueTask.CompletedTask;
        }

        public async ValueTask<int> ReceiveAsync(Memory<byte> buffer, TimeSpan timeout, CancellationToken cancellationToken)
        {
            if (_answer.Length == 0)
            {
                await ExactDelay.Of(timeout, clock);
            }

            var answer = _answer;
            answer.CopyTo(buffer);
            _answer = [];
            return answer.Length;
        }

        public ValueTask<int> DiscardInputAsync(CancellationToken cancellationToken) => ValueTask.FromResult(0);

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
