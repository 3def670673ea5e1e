using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// The reports as they are in force: the settings, over them what was stored for a report, over both what was stored for the Push setup of one device.
/// </summary>
internal sealed class PushReports(PushOptions options, IStateStore state, IMeterStore meters)
{
    /// <summary>
    /// How many receivers there may be: each has a connection and a batch of its own, so that none waits for another; 32 are 8 MB at most.
    /// </summary>
    public const int MaxReceivers = 32;

    private const string ReportPrefix = "push.report.";
    private const string DevicePrefix = "push.setup.";

    /// <summary>What is stored has a form of its own: the interface may change its.</summary>
    private static readonly JsonSerializerOptions StoredForm = new(JsonSerializerDefaults.Web);

    private readonly ConcurrentDictionary<string, (string Text, ReportOptions Options)> _read = new(StringComparer.Ordinal);
    private volatile ConcurrentDictionary<(ReportKind, MeterId?), ReportSettings> _settings = new();

    /// <summary>The reports, in the order in which they are shown.</summary>
    public static IReadOnlyList<ReportKind> All { get; } =
        [ReportKind.LoadProfile1, ReportKind.LoadProfile2, ReportKind.Billing, ReportKind.StandardEventLog, ReportKind.FraudLog, ReportKind.OnInstallation];

    /// <summary>Whether the gateway itself has a share of a report: its event logs, and the list of meters.</summary>
    public static bool IsOfGateway(ReportKind report) => PushObis.ProfileOf(report) is null;

    /// <summary>Whether each meter has a share of a report: its profiles and event logs.</summary>
    public static bool IsOfMeters(ReportKind report) => report != ReportKind.OnInstallation;

    /// <summary>What the names of the entries of single devices in the state store begin with; a device's number follows.</summary>
    public static string StateOfDevices(ReportKind report) => $"{DevicePrefix}{report}.";

    /// <summary>The layers of a report, the lowest first.</summary>
    /// <param name="report">The report.</param>
    /// <param name="device">One device, number 0 the gateway; null: the report itself.</param>
    public IReadOnlyList<(SettingLayer Layer, ReportOptions Options)> Layers(ReportKind report, MeterId? device = null) =>
    [
        (SettingLayer.Default, ReportOptions.Default(report)),
        (SettingLayer.Settings, options.Reports.Of(report).Over(new ReportOptions { Receiver = options.Receiver })),
        .. Stored(NameOf(report)) is { } stored ? [(SettingLayer.Report, stored)] : Array.Empty<(SettingLayer, ReportOptions)>(),
        .. device is { } id && Stored(NameOf(report, id)) is { } own ? [(SettingLayer.Device, own)] : Array.Empty<(SettingLayer, ReportOptions)>(),
    ];

    /// <summary>All layers together, as they are written.</summary>
    /// <param name="layers">The lowest first.</param>
    public static ReportOptions Merged(IReadOnlyList<(SettingLayer Layer, ReportOptions Options)> layers) =>
        layers.Select(layer => layer.Options).Aggregate((below, above) => above.Over(below));

    /// <summary>All layers together, as they hold.</summary>
    /// <param name="report">The report.</param>
    /// <param name="device">One device, number 0 the gateway; null: the report itself.</param>
    public ReportSettings Of(ReportKind report, MeterId? device = null) =>
        _settings.GetOrAdd((report, device), key => ReportSettings.Of(Merged(Layers(key.Item1, key.Item2))));

    /// <summary>What was stored for the report itself; null: nothing.</summary>
    public ReportOptions? StoredOf(ReportKind report) => Stored(NameOf(report));

    /// <summary>The devices for whose share something of its own is stored.</summary>
    public IReadOnlyList<MeterId> DevicesWithOwn(ReportKind report) =>
    [
        .. from name in state.State.Keys
           where name.StartsWith(StateOfDevices(report), StringComparison.Ordinal)
           let id = int.Parse(name.AsSpan(name.LastIndexOf('.') + 1), CultureInfo.InvariantCulture)
           orderby id
           select new MeterId(id),
    ];

    /// <summary>Replaces what is stored. Who wants it to hold goes by <see cref="PushService.ChangeAsync"/>.</summary>
    /// <param name="report">The report.</param>
    /// <param name="device">One device, number 0 the gateway; null: the report itself.</param>
    /// <param name="change">From what is stored to what is to be; null: nothing any more.</param>
    /// <exception cref="PushRefusedException">It cannot be so; nothing was changed.</exception>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public async Task ReplaceAsync(ReportKind report, MeterId? device, Func<ReportOptions?, ReportOptions?> change)
    {
        var name = device is { } id ? NameOf(report, id) : NameOf(report);
        var before = Stored(name);
        if (change(before) is { } changed && changed != new ReportOptions())
        {
            if (ReportCheck.Faults(changed, report).ToList() is [var (field, message), ..])
            {
                throw new PushRefusedException(field, message);
            }

            RefuseOneMore(changed);
            await state.SetAsync(name, JsonSerializer.Serialize(changed, StoredForm));
        }
        else if (before is not null)
        {
            await state.RemoveAsync(name);
        }

        _settings = new();
    }

    /// <summary>All receivers there are, also those of reports that are off.</summary>
    public IReadOnlyCollection<PushDestination> Receivers() => ReceiversOf(All);

    /// <summary>The receivers of some reports.</summary>
    public IReadOnlyCollection<PushDestination> ReceiversOf(IEnumerable<ReportKind> reports) =>
    [
        .. reports.SelectMany(report => DevicesWithOwn(report).Where(IsDevice).Select(device => Of(report, device)).Prepend(Of(report)))
            .Select(settings => settings.Receiver)
            .OfType<PushDestination>()
            .Distinct(),
    ];

    private bool IsDevice(MeterId device) => device.IsGateway || meters.Find(device) is not null;

    private void RefuseOneMore(ReportOptions changed)
    {
        var receivers = Receivers();
        if (PushDestination.TryParse(changed.Receiver?.Address ?? "", out var address)
            && receivers.Count >= MaxReceivers
            && !receivers.Contains(address with { Host = address.Host.ToLowerInvariant() }))
        {
            throw new PushRefusedException("Receiver:Address", $"is one receiver too many: {MaxReceivers} are there already.");
        }
    }

    private ReportOptions? Stored(string name)
    {
        if (!state.State.TryGetValue(name, out var text))
        {
            return null;
        }

        if (!_read.TryGetValue(name, out var known) || !ReferenceEquals(known.Text, text))
        {
            _read[name] = known = (text, Parse(text));
        }

        return known.Options;
    }

    /// <summary>What another version wrote and this one cannot read says nothing.</summary>
    private static ReportOptions Parse(string text)
    {
        try
        {
            return JsonSerializer.Deserialize<ReportOptions>(text, StoredForm) ?? new();
        }
        catch (JsonException)
        {
            return new();
        }
    }

    private static string NameOf(ReportKind report) => ReportPrefix + report;

    private static string NameOf(ReportKind report, MeterId device) => $"{StateOfDevices(report)}{device}";
}
