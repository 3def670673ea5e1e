using System.Globalization;
using Cosem;
using Dlms.Client;
using Dlms.Connection;
using Dlms.Xdlms;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Gateway.Tests.Harness;

/// <summary>One water meter in Europe/Stockholm, whose readings a test stores, and the DLMS server with a head-end, in memory. It is noon of 2026-03-01 UTC.</summary>
internal sealed class ProfileParts : IAsyncDisposable
{
    /// <summary>The volume in any power of ten, at the scaler -3.</summary>
    public static readonly string Volume = MappingText.Entry("8.0.1.0.0.255", "mbus.dib.volume.0.0.0.0.value");

    public static readonly string Flow = MappingText.Entry("8.0.2.0.0.255", "mbus.dib.023b.value", type: 5, unit: 15);

    private readonly DlmsServer _server;

    private ProfileParts(Parts parts)
    {
        Parts = parts;
        _server = new DlmsServer(parts.Directory, parts.Installation.Security);
    }

    public Parts Parts { get; }

    public WatchedReadoutStore Store => Parts.ProfileStore;

    public Meter Meter => Parts.Meter(1);

    public IMeterProfiles Profiles => Parts.Directory;

    /// <summary>A meter with a mapping and no reading yet.</summary>
    public static async Task<ProfileParts> OpenAsync(ProfilesOptions? profiles = null, params string[] entries)
    {
        var parts = await Parts.OpenAsync(storeMeters: false, runs: false, profiles: profiles ?? Quarters);
        await parts.Installation.Meters.AddAsync(new Meter { Bus = Parts.Bus, Identity = MappingText.Water });
        parts.Mapped.Catalog = MappingText.Catalog(entries is [] ? [Volume] : entries);
        return new ProfileParts(parts);
    }

    /// <summary>Load profile 2 of quarters of an hour.</summary>
    public static ProfilesOptions Quarters => Of("15 min");

    /// <summary>Load profile 2 of some interval.</summary>
    public static ProfilesOptions Of(string interval, TimeSpan? tolerance = null) => new() { LoadProfile2 = new() { Interval = interval, Tolerance = tolerance } };

    /// <summary>A record of the volume in units of 10^-3 m3, or in 10^-4 (12h) and so on.</summary>
    public static string Litres(uint value, byte vif = 0x13) => $"04{vif:X2}{Convert.ToHexString(BitConverter.GetBytes(value))}";

    /// <summary>What the worker does with a readout.</summary>
    /// <param name="at">Local time with its offset, <c>2026-02-01 10:00 +01:00</c>.</param>
    /// <param name="records">Its records.</param>
    public Task<MeterReadout> StoreAsync(string at, string records) => StoreAsync(DateTimeOffset.Parse(at, CultureInfo.InvariantCulture).ToUniversalTime(), records);

    public async Task<MeterReadout> StoreAsync(DateTimeOffset at, string records)
    {
        var stored = await Parts.Installation.Readouts.AppendAsync(MappingText.Readout(Meter, at, records));
        await ObserveAsync();
        return stored;
    }

    /// <summary>The mapped objects are told of the last readout.</summary>
    public Task ObserveAsync() =>
        Parts.Mapped.ObserveAsync(new KeptReadout(Meter, Parts.Keys.Decode(Meter, Parts.Installation.Readouts.Last(Meter.Id).Readout!), Before: null, IsStored: true));

    /// <summary>Readings a quarter of an hour apart: 1 l, 2 l, 3 l ...</summary>
    public async Task StoreQuartersAsync(DateTimeOffset begin, int count)
    {
        await Task.WhenAll(Enumerable.Range(0, count).Select(
            i => Parts.Installation.Readouts.AppendAsync(MappingText.Readout(Meter, begin + (i * TimeSpan.FromMinutes(15)), Litres((uint)i + 1)))));
        await ObserveAsync();
    }

    /// <summary>An associated management client.</summary>
    public async Task<DlmsClient> ConnectAsync(ushort pduSize = ushort.MaxValue, bool isPublic = false)
    {
        var (client, server) = MemoryConnection.Create();
        _ = new DlmsConnection(_server, server).RunAsync(CancellationToken.None);
        var headEnd = new DlmsClient(client, new DlmsClientOptions
        {
            ClientSap = (ushort)(isPublic ? ClientSap.Public : ClientSap.Management),
            ServerSap = Meter.LogicalDeviceAddress,
            LowLevelSecret = isPublic ? default(Octets?) : Octets.FromAscii(Parts.Installation.LlsPassword),
            MaxReceivePduSize = pduSize,
        });
        await headEnd.AssociateAsync();
        return headEnd;
    }

    /// <summary>The buffer of load profile 2 as lines, read by a client of its own.</summary>
    public async Task<string[]> BufferAsync(SelectiveAccess? access = null, ushort pduSize = ushort.MaxValue)
    {
        await using var client = await ConnectAsync(pduSize);
        return Lines(await client.GetAsync(new AttributeDescriptor(ClassId.ProfileGeneric, Obis.LoadProfile2, 2, access)));
    }

    /// <summary>The refusal of the same.</summary>
    public async Task<DataAccessResult> RefusedAsync(SelectiveAccess? access = null, ushort pduSize = ushort.MaxValue) =>
        (await Assert.ThrowsAsync<DataAccessException>(() => BufferAsync(access, pduSize))).Result;

    /// <summary>Another attribute of load profile 2.</summary>
    public async Task<string> AttributeAsync(sbyte attribute)
    {
        await using var client = await ConnectAsync();
        return CosemText.Of(await client.ReadAsync(ClassId.ProfileGeneric, Obis.LoadProfile2, attribute));
    }

    /// <summary>Rows as <c>2026-02-01 10:00 1234 null</c>; seconds only where there are some.</summary>
    public static string[] Lines(CosemData buffer) => [.. Assert.IsType<CosemData.Array>(buffer).Items.Select(row => string.Join(' ', Assert.IsType<CosemData.Structure>(row).Items.Select(Cell)))];

    /// <summary>The same of rows for reports.</summary>
    public string[] Lines(IEnumerable<ProfileRow> rows) =>
        [.. rows.Select(row => $"{TimeZoneInfo.ConvertTime(row.Mark, Parts.Installation.Zone):yyyy-MM-dd HH:mm} {string.Join(' ', row.Cells.Select(Cell))}")];

    public ValueTask DisposeAsync() => Parts.DisposeAsync();

    private static string Cell(CosemData cell)
    {
        var text = CosemText.Of(cell).Replace('T', ' ');
        return cell is CosemData.OctetString { Value.Length: CosemDateTime.Length } ? text[16..19] == ":00" ? text[..16] : text[..19] : text;
    }
}
