using Gateway.Tests.Harness;
using Metering;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>One service whose meter 2 is a water meter with readings of a test, under a mapping of a test; it is read no more.</summary>
public sealed class WaterGateway : IAsyncLifetime
{
    /// <summary>The time of the first reading: noon in Stockholm.</summary>
    public static readonly DateTimeOffset First = new(2026, 11, 1, 11, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _data = new();
    private readonly TemporaryFolder _mappings = new();

    internal RunningGateway Running { get; private set; } = null!;

    internal InterfaceClient Client { get; private set; } = null!;

    internal Meter Meter => Running.Meters.Find(new MeterId(2))!;

    internal string Data => _data.Path;

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllTextAsync(_mappings.File("water.all.0.json"), MappingText.File(
            MappingText.Entry("8.0.1.0.0.255", "mbus.dib.0413.value"),
            MappingText.Entry("8.0.2.0.0.255", "mbus.dib.023b.value", type: 5, scaler: -3, unit: 13),
            MappingText.Entry("0.0.96.50.0.255", "mbus.dib.0d78.value", dlmsClass: "data", type: 10, scaler: 0, unit: 0),
            MappingText.Entry("0.0.96.50.9.255", "mbus.dib.0c79.value", dlmsClass: "data", type: 10, scaler: 0, unit: 0)));
        Running = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=1", "Gateway:TimeZone=Europe/Stockholm", $"Gateway:Mappings={_mappings.Path}");
        await Running.AllAreReadAsync();
        await Running.Meters.AddAsync(new Meter { Bus = "SIMULATED", Identity = MappingText.Water, Active = false, Simulated = true, Name = "=cmd, \"Wåtts\"" });
        for (var i = 0; i < 5; i++)
        {
            await StoreAsync(First + TimeSpan.FromHours(i), 1000 + i);
        }

        Client = new InterfaceClient(Running);
    }

    /// <summary>A reading: volume in litres, a flow that the mapping calls a volume, a text that looks like a formula, and a temperature that nobody maps.</summary>
    internal Task StoreAsync(DateTimeOffset at, int litres) =>
        Running.Readouts.AppendAsync(new MeterReadout
        {
            Meter = Meter.Id,
            ReadAt = at,
            Telegrams = [MappingText.Telegram($"0413{Convert.ToHexString(BitConverter.GetBytes(litres))} 023B0500 0D7803312B3D 025AFF00".Replace(" ", "", StringComparison.Ordinal), status: 4)],
        });

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await Running.DisposeAsync();
        _data.Dispose();
        _mappings.Dispose();
    }
}
