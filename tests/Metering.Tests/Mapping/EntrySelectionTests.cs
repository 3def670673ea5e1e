using System.Text.Json.Nodes;
using MBus.Application;
using MBus.Link;
using Metering.Decoded;
using Metering.Mapping;
using Testing;
using static Metering.Tests.Mapping.Files;
using MBusTelegram = MBus.Application.Telegram;

namespace Metering.Tests.Mapping;

/// <summary>A mapping that has seen many readouts, and a part of its entries, give what a new one with all of them gives.</summary>
public class EntrySelectionTests
{
    private static readonly GatewayView Gateway = new("0200000001", TimeZoneInfo.Utc);

    private static readonly byte[][] Telegrams =
    [
        .. new[] { Repository.SharedVectors, Repository.File("tests", "vectors", "mbus") }.OfType<string>()
            .SelectMany(folder => Directory.EnumerateFiles(folder, "*.jsonl").Order(StringComparer.Ordinal)).SelectMany(File.ReadLines)
            .Select(line => (string?)JsonNode.Parse(line)!["hex"]).OfType<string>().Select(Hex.Bytes),
    ];

    [Fact]
    public void What_was_seen_before_changes_no_value()
    {
        var random = new Random(11);
        var mappings = ShippedMappings.Catalog.Mappings.Append(ManyTypes()).ToList();
        var seasoned = mappings.ConvertAll(mapping => new MeterMapper(mapping));
        for (var round = 0; round < Rounds.Of(quick: 500, ci: 10_000, full: 200_000); round++)
        {
            var readout = Decode(Telegram(random), Telegram(random));
            var which = random.Next(mappings.Count);
            var fresh = new MeterMapper(mappings[which]).Map(readout, EntryStates.None, Gateway);
            var again = seasoned[which].Map(readout, EntryStates.None, Gateway);
            Assert.Equal(fresh.Values, again.Values);
            Assert.Equal(fresh.States, again.States);
        }
    }

    [Fact]
    public void A_part_of_the_entries_has_the_values_that_they_have_among_all()
    {
        var random = new Random(12);
        var mappers = ShippedMappings.Catalog.Mappings.Append(ManyTypes()).Select(mapping => new MeterMapper(mapping)).ToList();
        for (var round = 0; round < Rounds.Of(quick: 500, ci: 10_000, full: 200_000); round++)
        {
            var mapper = mappers[random.Next(mappers.Count)];
            var (readout, states) = (Decode(Telegram(random)), mapper.Map(Decode(Telegram(random)), EntryStates.None, Gateway).States);
            var all = mapper.Map(readout, states, Gateway);
            int[] selected = [.. Enumerable.Range(0, all.Values.Length).Where(_ => random.Next(3) == 0)];
            random.Shuffle(selected);

            var part = mapper.Select(states, selected).Map(readout, Gateway);

            Assert.Equal(selected.Select(entry => all.Values[entry]), part.Values);
            Assert.All(selected.Select(entry => all.Values[entry].Entry.LogicalName), name => Assert.Equal(all.States.Of(name), part.States.Of(name)));
            Assert.All(
                all.Values.Select(value => value.Entry.LogicalName).Except(part.Values.Select(value => value.Entry.LogicalName)),
                name => Assert.Equal(states.Of(name), part.States.Of(name)));
        }
    }

    [Fact]
    public void Records_that_differ_in_the_text_of_their_unit_alone_are_told_apart()
    {
        var mapper = new MeterMapper(Load(Water(Entry("mbus.dib.027c.value", "register", 6, "\"dlmsUnit\": 0"))));
        Assert.Equal("DoubleLongUnsigned 5 x 10^0 OtherUnit", Map("027C 03 434241 0500"));
        Assert.Equal("DoubleLongUnsigned 5 x 10^0 Percent", Map("027C 03 485225 0500"));
        Assert.Equal("DoubleLongUnsigned 5 x 10^0 OtherUnit", Map("027C 03 434241 0500"));

        string Map(string record) => MappedText.Of(mapper.Map(Decode(Frame(Hex.Bytes(record))), EntryStates.None, Gateway).Values[0]);
    }

    /// <summary>A telegram of a meter, every other one damaged inside its frame.</summary>
    private static byte[] Telegram(Random random)
    {
        var telegram = Telegrams[random.Next(Telegrams.Length)];
        if (random.Next(2) == 0 || LinkFrame.TryParse(telegram, out var frame) != LinkError.None || !frame.IsLong)
        {
            return telegram;
        }

        var damaged = Mutations.Mutate(random, frame.UserData.ToArray());
        return LinkFrame.Long(frame.Control, frame.Address, frame.ControlInformation, damaged.AsSpan(0, Math.Min(damaged.Length, LinkFrame.MaximumUserData)));
    }

    private static byte[] Frame(byte[] records) => LinkFrame.Long(ControlField.RspUd, 1, 0x72, [.. Hex.Bytes("96432200 2D2C 1B 04 2A 10 0000"), .. records]);

    private static DecodedReadout Decode(params byte[][] telegrams) => DecodedReadout.Of(new MeterReadout
    {
        Meter = new MeterId(1),
        ReadAt = DateTimeOffset.UnixEpoch,
        Telegrams = [.. telegrams.Select(telegram => (ReadOnlyMemory<byte>)telegram)],
    });

    /// <summary>Records that the telegrams have, by their bytes and by their names, in all types of data.</summary>
    private static MeterMapping ManyTypes()
    {
        int[] types = [0, 3, 4, 5, 6, 9, 10, 12, 15, 16, 17, 18, 20, 21, 22, 23, 24, 25, 26, 27];
        var keys = Telegrams.SelectMany(KeysOf).Distinct(StringComparer.Ordinal).ToList();
        return Load(Water([.. keys.Select((key, i) => Entry(key, i % 3 == 0 ? "data" : "register", types[i % types.Length], $"\"dlmsScaler\": {(i % 9) - 5}")
            .Replace("8.0.1.0.0.255", $"8.0.{i / 256}.{i % 256}.0.255", StringComparison.Ordinal))]));
    }

    private static List<string> KeysOf(byte[] telegram)
    {
        var keys = new List<string>();
        Span<byte> key = stackalloc byte[DataRecord.MaximumKeyLength];
        foreach (var record in MBusTelegram.Decode(telegram).Records)
        {
            var dib = record.Dib;
            keys.Add(record.KeyLength % 2 == 0 || record.KeyLength < 2
                ? $"mbus.dib.{record.Vib.Description}.{dib.Storage}.{dib.Tariff}.{dib.Subunit}.{(int)dib.Function}.value"
                : $"mbus.dib.{Convert.ToHexStringLower(key[..record.CopyKey(key)])}.value");
        }

        return keys;
    }
}
