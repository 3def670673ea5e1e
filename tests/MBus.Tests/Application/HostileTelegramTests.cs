using System.Buffers;
using System.Text.Json;
using MBus.Application;
using MBus.Link;
using Testing;

namespace MBus.Tests.Application;

public class HostileTelegramTests
{
    private static readonly byte[][] Good =
    [
        .. TelegramVector.Own("own-records.jsonl").Concat(TelegramVector.Own("own-frames.jsonl")).Select(v => v.Frame).Where(f => f.Length > 9),
    ];

    private static readonly byte[] Key = new byte[16];

    [Fact]
    public void A_telegram_cut_at_any_byte_keeps_the_records_before_the_cut()
    {
        foreach (var whole in Good.Where(f => Telegram.Decode(f).Kind == TelegramKind.Variable && Telegram.Decode(f).Header.Kind == TelegramHeaderKind.Long))
        {
            LinkFrame.TryParse(whole, out var link);
            var expected = Offsets(Telegram.Decode(whole));
            for (var length = TelegramHeader.LongLength; length < link.UserData.Length; length++)
            {
                var cut = Telegram.Decode(Reframed(link, link.UserData.Span[..length]));
                var offsets = Offsets(cut);
                Assert.Equal(expected.Take(offsets.Count), offsets);
            }
        }
    }

    [Fact]
    public void Damaged_and_random_telegrams_with_a_right_checksum_always_give_an_answer()
    {
        var random = new Random(13757);
        for (var round = Rounds.Of(quick: 20_000, ci: 200_000, full: 2_000_000); round > 0; round--)
        {
            LinkFrame.TryParse(Good[random.Next(Good.Length)], out var link);
            var data = random.Next(4) == 0 ? Mutations.Noise(random, LinkFrame.MaximumUserData) : Mutations.Mutate(random, link.UserData.ToArray());
            ReadEverything(Telegram.Decode(Reframed(link, data.AsSpan(0, Math.Min(data.Length, LinkFrame.MaximumUserData)))));
        }
    }

    [Fact]
    public void Damaged_and_random_frames_always_give_an_answer()
    {
        var random = new Random(13757);
        for (var round = Rounds.Of(quick: 20_000, ci: 100_000, full: 1_000_000); round > 0; round--)
        {
            ReadEverything(Telegram.Decode(Mutations.Mutate(random, Good[random.Next(Good.Length)])));
            ReadEverything(Telegram.Decode(Mutations.Noise(random, 300), new byte[16]));
        }
    }

    [Fact]
    public void Telegrams_of_every_CI_field_that_are_damaged_or_random_give_an_answer_within_bounds()
    {
        var random = new Random(13757);
        byte[] ci = [0x72, 0x73, 0x76, 0x77, 0x78, 0x79, 0x7A, 0x7B, 0x90, 0x90, 0x90, 0x6E, 0x6F, 0x70, 0x71, 0x74, 0x75, 0xB7];
        byte[][] frames = [.. Good, .. Good.Select(_ => Secured(random))];
        var read = new HashSet<TelegramKind>();
        for (var round = Rounds.Of(quick: 4_000, ci: 100_000, full: 1_000_000); round > 0; round--)
        {
            LinkFrame.TryParse(frames[random.Next(frames.Length)], out var link);
            var data = random.Next(4) == 0 ? Mutations.Noise(random, LinkFrame.MaximumUserData) : Mutations.Mutate(random, link.UserData.ToArray());
            var frame = LinkFrame.Long(
                ControlField.RspUd, 1, random.Next(2) == 0 ? link.ControlInformation : ci[random.Next(ci.Length)], data.AsSpan(0, Math.Min(data.Length, LinkFrame.MaximumUserData)));
            var before = GC.GetAllocatedBytesForCurrentThread();
            var telegram = random.Next(3) == 0 ? Telegram.Decode(frame) : Telegram.Decode(frame, Key, Master.Conversation.Meter);
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 * 1024);
            ReadEverything(telegram);
            read.Add(telegram.Kind);
        }

        Assert.Equal(6, read.Count);
    }

    /// <summary>A telegram behind an authentication layer, encrypted in mode 7.</summary>
    private static byte[] Secured(Random random)
    {
        var header = Master.Conversation.Header with
        {
            Kind = random.Next(2) == 0 ? TelegramHeaderKind.Long : TelegramHeaderKind.Short,
            Configuration = new ConfigurationField(0x0710),
            ConfigurationExtension = 0x10,
        };
        byte[] records = [0x2F, 0x2F, 0x04, 0x13, 1, 2, 3, 4, 0x02, 0x5A, 5, 6, 0x2F, 0x2F, 0x2F, 0x2F, 0x01, 0xFD, 0x17, 0];
        return TelegramWriter.Authenticated(1, header, records, Key, (uint)random.Next(), Master.Conversation.Meter);
    }

    private static byte[] Reframed(LinkFrame link, ReadOnlySpan<byte> data) =>
        LinkFrame.Long(ControlField.RspUd, link.Address, link.ControlInformation, data);

    private static List<int> Offsets(Telegram telegram)
    {
        var offsets = new List<int>();
        foreach (var record in telegram.Records)
        {
            offsets.Add(record.Offset);
        }

        return offsets;
    }

    /// <summary>Every record is inside the telegram, follows the one before, writes back to its own bytes, and can be shown.</summary>
    private static void ReadEverything(Telegram telegram)
    {
        var records = telegram.Records;
        var last = -1;
        while (records.MoveNext())
        {
            var record = records.Current;
            Assert.True(record.Offset > last);
            last = record.Offset;
            if (telegram.Kind == TelegramKind.Variable)
            {
                Assert.Equal(record.KeyLength, record.CopyKey(new byte[DataRecord.MaximumKeyLength]));
                Assert.Equal(record.Value.HasValue, record.ValueText is not null);
            }
        }

        Assert.InRange(records.Error.Offset, 0, Math.Max(0, telegram.Data.Length));
        using var json = new Utf8JsonWriter(new ArrayBufferWriter<byte>());
        TelegramJson.Write(json, telegram);
    }
}
