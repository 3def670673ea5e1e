using Cosem;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using Metering;
using Metering.Events;
using Metering.Mapping;
using Metering.Profiles;
using Simulation;
using Testing;

namespace Gateway.Tests;

/// <summary>A meter that encrypts, from the bus to the head-end.</summary>
public sealed class EncryptedMeterTests : IAsyncLifetime
{
    private const string Volume = "8.0.1.0.0.255";
    private const string State = "0.128.96.2.1.255";
    private const string RawFrame = "0.128.96.3.1.255";

    private Parts _parts = null!;
    private SimulatedMeter _simulated = null!;
    private MeterId _id;

    private Meter Meter => _parts.Meter(_id.Value);

    public async ValueTask InitializeAsync()
    {
        _parts = await Parts.OpenAsync(meters: 30);
        _simulated = _parts.Simulated.Meters.First(meter => !meter.Key.IsEmpty);
        _id = _parts.Installation.Meters.Meters.Values.Single(meter => meter.Identity == _simulated.Address).Id;
        _parts.Mapped.Catalog = MappingText.Catalog(
            MappingText.Entry(Volume, "mbus.dib.0c13.value"),
            MappingText.Entry(RawFrame, "mbus.frame.raw", "data", type: 9, unit: 255));
    }

    public ValueTask DisposeAsync() => _parts.DisposeAsync();

    [Fact]
    public async Task Without_a_key_it_is_said_to_be_encrypted_once_and_its_raw_frame_is_there()
    {
        await ReadMeterAsync();
        await ReadMeterAsync();

        Assert.Equal(new CosemData.Enum((byte)LastReadoutState.Encrypted), await GetAsync(State));
        Assert.Null(await GetAsync(Volume));
        Assert.Equal(new CosemData.OctetString(_parts.Live.Last(_id).Readout!.Telegrams[0]), await GetAsync(RawFrame));
        Assert.Equal(1, _parts.Events.Count(EventCode.KeyMissingOrWrong));
        Assert.Equal([_id.ToString()], _parts.Events.Events.Select(told => told.Split(' ', ':')[2]));
    }

    [Fact]
    public async Task A_row_of_a_profile_is_empty_without_the_key_and_history_is_read_once_it_is_entered()
    {
        await ReadMeterAsync();
        var row = Assert.Single(_parts.Directory.Of(Meter, ProfileKind.LoadProfile1).Latest(5));
        Assert.Equal(new CosemData.OctetString(_parts.Live.Last(_id).Readout!.Telegrams[0]), Assert.Single(row.Cells));

        await EnterAsync(_simulated.Key);
        Assert.NotNull(await GetAsync(Volume));
        var read = Assert.Single(_parts.Directory.Of(Meter, ProfileKind.LoadProfile1).Latest(5));
        Assert.Equal((row.Mark, row.AppendNumber), (read.Mark, read.AppendNumber));
        Assert.Equal(Truth(), read.Cells[0]);
    }

    [Fact]
    public async Task With_its_key_it_is_served_as_registers_and_its_raw_frame_stays_as_it_was_sent()
    {
        await EnterAsync(_simulated.Key);
        await ReadMeterAsync();

        Assert.Equal(new CosemData.Enum((byte)LastReadoutState.Ok), await GetAsync(State));
        Assert.Equal(Truth(), await GetAsync(Volume));
        Assert.Equal(new CosemData.OctetString(_parts.Live.Last(_id).Readout!.Telegrams[0]), await GetAsync(RawFrame));
        Assert.Equal(TelegramErrorCode.Encrypted, Telegram.Decode(_parts.Live.Last(_id).Readout!.Telegrams[0]).Records.Error.Code);
        Assert.Empty(_parts.Events.Events);
    }

    [Fact]
    public async Task A_key_that_is_entered_later_makes_what_was_read_readable()
    {
        await ReadMeterAsync();
        Assert.Null(await GetAsync(Volume));

        await EnterAsync(_simulated.Key);

        Assert.Equal(Truth(), await GetAsync(Volume));
        Assert.Equal(new CosemData.Enum((byte)LastReadoutState.Ok), await GetAsync(State));
        Assert.Equal(1, _parts.Stored(_id.Value));
    }

    [Fact]
    public async Task A_wrong_key_is_told_and_a_right_one_ends_it()
    {
        await EnterAsync(new byte[MeterKeys.KeyLength]);
        await ReadMeterAsync();
        await ReadMeterAsync();
        Assert.Equal(new CosemData.Enum((byte)LastReadoutState.Encrypted), await GetAsync(State));
        Assert.Null(await GetAsync(Volume));
        Assert.Contains("does not fit", Assert.Single(_parts.Events.Events), StringComparison.Ordinal);

        await EnterAsync(_simulated.Key);
        await ReadMeterAsync();
        Assert.Equal(Truth(), await GetAsync(Volume));

        // taken away again, it is told again
        await _parts.Installation.Meters.ChangeAsync(Meter.Id, now => now with { ProtectedKey = default });
        await ReadMeterAsync();
        Assert.Equal(new CosemData.Enum((byte)LastReadoutState.Encrypted), await GetAsync(State));
        Assert.Equal(2, _parts.Events.Count(EventCode.KeyMissingOrWrong));
    }

    [Fact]
    public async Task Its_key_stands_neither_in_the_data_directory_nor_in_a_log()
    {
        await EnterAsync(_simulated.Key);
        await ReadMeterAsync();

        var texts = _parts.WorkerLog.Messages.Concat(_parts.MappedLog.Messages).Concat(_parts.Events.Events).Append(Meter.ToString());
        Assert.All(texts, text => Assert.DoesNotContain(Convert.ToHexString(_simulated.Key.Span), text, StringComparison.OrdinalIgnoreCase));
        foreach (var file in Directory.EnumerateFiles(_parts.Installation.Path, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Assert.True((await File.ReadAllBytesAsync(file)).AsSpan().IndexOf(_simulated.Key.Span) < 0, file);
        }
    }

    [Fact]
    public async Task The_shipped_mapping_serves_it_as_any_water_meter()
    {
        (_parts.Mapped.Catalog, _) = MappingFolder.Load(MappingFiles.Shipped, MappingCatalog.Empty);
        await ReadMeterAsync();
        Assert.Empty(_parts.Mapped.Of(Meter).Where(known => known.ClassId == ClassId.Register));

        await EnterAsync(_simulated.Key);

        Assert.True(_parts.Mapped.Of(Meter).Count(known => known.ClassId == ClassId.Register) >= 3);
    }

    private async Task ReadMeterAsync()
    {
        _parts.Time.Advance(TimeSpan.FromMinutes(15));
        await _parts.Worker.ReadAsync(_id, ReadoutPrecedence.Schedule).InTimeAsync();
    }

    private Task<Meter> EnterAsync(ReadOnlyMemory<byte> key) => _parts.Installation.Meters.ChangeAsync(Meter.Id, now => now with { ProtectedKey = _parts.Keys.Protect(key.Span) });

    /// <summary>The volume in litres, read without mapping: the digits of record 0C 13.</summary>
    private CosemData.DoubleLongUnsigned Truth()
    {
        foreach (var record in Telegram.Decode(_parts.Live.Last(_id).Readout!.Telegrams[0], _simulated.Key.Span).Records)
        {
            if (record.Bytes.Span is [0x0C, 0x13, var a, var b, var c, var d])
            {
                return new(uint.Parse($"{d:x2}{c:x2}{b:x2}{a:x2}", System.Globalization.CultureInfo.InvariantCulture));
            }
        }

        throw new InvalidOperationException("There is no volume.");
    }

    private async Task<CosemData?> GetAsync(string name)
    {
        Assert.True(LogicalName.TryParse(name, out var obis));
        return _parts.Directory.Find(Meter.LogicalDeviceAddress)!.TryFind(obis, out var found)
            ? (await found.Object.GetAsync(2, access: null, default)).Data
            : null;
    }
}
