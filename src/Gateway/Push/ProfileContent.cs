using System.Collections.Immutable;
using Cosem;
using Gateway.LogicalDevices;
using Metering;
using Metering.Profiles;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// A load or billing profile of a meter (reference 7.6.1.1):
/// <code>
/// structure
///   octet-string  logical device name of the gateway
///   octet-string  logical device name of the meter
///   octet-string  logical name of the Push setup
///   octet-string  logical name of the profile
///   array of structure { long-unsigned, octet-string, integer, long-unsigned }   capture objects, the clock first
///   array of structure { octet-string, value ... }                              rows, the time first
///   array of structure { integer, enum }                                        scaler and unit, one for each register
/// </code>
/// </summary>
internal sealed class ProfileContent(ReportKind report, ProfileKind kind, Meter meter, ReportSources sources) : IReportContent
{
    private static readonly CaptureObject Clock = new(ClassId.Clock, Obis.Clock, 2, 0);

    /// <inheritdoc />
    public long Newest => sources.Readouts.Newest;

    /// <inheritdoc />
    public ImmutableArray<CaptureObject> Objects
    {
        get
        {
            var profile = sources.Profiles.Of(meter, kind);
            return
            [
                new(ClassId.Data, Obis.GatewayLogicalDeviceName, 2, 0),
                new(ClassId.Data, Obis.LogicalDeviceName, 2, 0),
                new(ClassId.PushSetup, PushObis.SetupOf(report), 1, 0),
                new(ClassId.ProfileGeneric, profile.LogicalName, 1, 0),
                new(ClassId.ProfileGeneric, profile.LogicalName, 3, 0),
                new(ClassId.ProfileGeneric, profile.LogicalName, 2, 0),
                .. profile.Columns.Where(column => column is { IsPushed: true, ScalerUnit: not null }).Select(column => column.CaptureObject with { Attribute = 3 }),
            ];
        }
    }

    /// <inheritdoc />
    public PushPayload Build(PushRange range, PayloadLimit limit, Action<string> skipped) =>
        FinestProfile.Read(() => sources.Profiles.Of(meter, kind), profile => Build(profile, range, limit, skipped));

    /// <inheritdoc />
    public long CountAfter(long delivered) => sources.Profiles.Of(meter, kind).CountAppended(delivered);

    /// <summary>A reading that came late, behind the last one, is seen with the next one.</summary>
    public DateTimeOffset? OldestAfter(long delivered) =>
        sources.Readouts.Last(meter.Id).Readout?.AppendNumber > delivered ? sources.Readouts.ReadAppended(meter.Id, delivered).FirstOrDefault()?.ReadAt : null;

    private PushPayload Build(IMeterProfile whole, PushRange range, PayloadLimit limit, Action<string> skipped)
    {
        var profile = whole.Only(Enumerable.Range(0, whole.Columns.Length).Where(column => whole.Columns[column].IsPushed));
        var rows = range.LatestRows is { } count
            ? profile.Latest(count, AfterOf(range))
            : profile.Appended(range.After, range.Through);
        CosemData[] head =
        [
            CommonObjects.Text(sources.Gateway.LogicalDeviceName),
            CommonObjects.Text(sources.NameOf(meter)),
            new CosemData.OctetString(PushObis.SetupOf(report).ToOctets()),
            new CosemData.OctetString(profile.LogicalName.ToOctets()),
            new CosemData.Array([Clock.ToData(), .. profile.Columns.Select(column => column.CaptureObject.ToData())]),
        ];
        var scalers = new CosemData.Array(
            [.. profile.Columns.Select(column => column.ScalerUnit).OfType<ScalerUnit>().Select(of => of.ToData())]);
        return RowsPayload.Build(
            rows.Select(row => new ReportRow(row.AppendNumber, row.Mark.UtcTicks, RowOf(row))),
            range,
            limit,
            taken => new CosemData.Structure([.. head, new CosemData.Array(taken), scalers]),
            skipped);
    }

    /// <summary>The mark behind which rows are wanted.</summary>
    private static DateTimeOffset AfterOf(PushRange range) => range.AfterPosition > 0 ? new(range.AfterPosition, TimeSpan.Zero) : default;

    private CosemData.Structure RowOf(ProfileRow row) => new(
        [new CosemData.OctetString(CosemDateTime.FromMoment(row.Mark, sources.Zone).ToOctets()), .. row.Cells]);
}
