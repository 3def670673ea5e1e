using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Clock (class 8, version 0; IEC 62056-6-2) that shows a time provider's time in a zone.</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="zone">The zone.</param>
/// <param name="time">The time.</param>
/// <param name="isSynchronised">Whether the time can be relied on; null: always.</param>
/// <param name="adjustment">Sets the time; null: it cannot be set.</param>
public sealed class Clock(
    LogicalName logicalName, TimeZoneInfo zone, TimeProvider time, Func<bool>? isSynchronised = null, IClockAdjustment? adjustment = null)
    : CosemObject(ClassId.Clock, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<Clock>(2, "time", static (of, _) => new(Octets(of.Now)), static (of, value, ct) => of.SetTimeAsync(value, ct)),
        CosemAttribute.Of<Clock>(3, "time_zone", static of => new CosemData.Long(CosemDateTime.DeviationOf(of._zone.BaseUtcOffset))),
        CosemAttribute.Of<Clock>(4, "status", static of => new CosemData.Unsigned((byte)of.Now.Status)),
        CosemAttribute.Of<Clock>(5, "daylight_savings_begin", static of => Octets(of.DaylightSaving.Begin)),
        CosemAttribute.Of<Clock>(6, "daylight_savings_end", static of => Octets(of.DaylightSaving.End)),
        CosemAttribute.Of<Clock>(7, "daylight_savings_deviation", static of => new CosemData.Integer(of.DaylightSaving.Deviation)),
        CosemAttribute.Of<Clock>(8, "daylight_savings_enabled", static of => new CosemData.Boolean(of.DaylightSaving.Enabled)),
        CosemAttribute.Of<Clock>(9, "clock_base", static _ => new CosemData.Enum(InternalCrystal)),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        Adjust(1, "adjust_to_quarter", static _ => TimeSpan.FromMinutes(15)),
        Adjust(2, "adjust_to_measuring_period", static adjustment => adjustment.MeasuringPeriod),
        Adjust(3, "adjust_to_minute", static _ => TimeSpan.FromMinutes(1)),
        CosemMethod.NotInvokable(4, "adjust_to_preset_time"),
        CosemMethod.NotInvokable(5, "preset_adjusting_time"),
        CosemMethod.Of<Clock>(6, "shift_time", static (of, seconds, ct) => of.ShiftAsync(seconds, ct)),
    ];

    private const byte InternalCrystal = 1;
    private const short MaxShiftSeconds = 900;

    private readonly TimeZoneInfo _zone = zone;
    private readonly IClockAdjustment? _adjustment = adjustment;
    private DaylightSaving? _daylightSaving;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private CosemDateTime Now => CosemDateTime.FromMoment(
        time.GetUtcNow(), _zone, isSynchronised?.Invoke() ?? true ? ClockStatus.None : ClockStatus.InvalidValue);

    private DaylightSaving DaylightSaving
    {
        get
        {
            var year = TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).Year;
            var known = _daylightSaving;
            return known?.Year == year ? known : _daylightSaving = DaylightSaving.Of(_zone, year);
        }
    }

    private static CosemMethod Adjust(int index, string name, Func<IClockAdjustment, TimeSpan> period) =>
        CosemMethod.Of<Clock>(index, name, (of, parameter, ct) => of.AdjustAsync(parameter, period, ct));

    private ValueTask<DataAccessResult> SetTimeAsync(CosemData value, CancellationToken cancellationToken)
    {
        if (_adjustment is null)
        {
            return new(DataAccessResult.ReadWriteDenied);
        }

        var octets = value switch
        {
            CosemData.OctetString text => text.Value,
            CosemData.DateTime dateTime => dateTime.Value,
            _ => default,
        };
        if (octets.Length != CosemDateTime.Length)
        {
            return new(DataAccessResult.TypeUnmatched);
        }

        return CosemDateTime.TryParse(octets.Span, out var written) && written.ToMoment(_zone) is { } moment
            ? _adjustment.SetAsync(moment, cancellationToken)
            : new(DataAccessResult.OtherReason);
    }

    private ValueTask<ActionReply> AdjustAsync(CosemData? parameter, Func<IClockAdjustment, TimeSpan> period, CancellationToken cancellationToken) =>
        (_adjustment, parameter) switch
        {
            (null, _) => new(ActionResult.ReadWriteDenied),
            (_, null or CosemData.Integer) => ShiftAsync(ToNearest(period(_adjustment)), cancellationToken),
            _ => new(ActionResult.TypeUnmatched),
        };

    private ValueTask<ActionReply> ShiftAsync(CosemData? parameter, CancellationToken cancellationToken) => (_adjustment, parameter) switch
    {
        (null, _) => new(ActionResult.ReadWriteDenied),
        (_, CosemData.Long { Value: >= -MaxShiftSeconds and <= MaxShiftSeconds } seconds) =>
            ShiftAsync(TimeSpan.FromSeconds(seconds.Value), cancellationToken),
        (_, CosemData.Long) => new(ActionResult.OtherReason),
        _ => new(ActionResult.TypeUnmatched),
    };

    private async ValueTask<ActionReply> ShiftAsync(TimeSpan by, CancellationToken cancellationToken) =>
        (ActionResult)await _adjustment!.SetAsync(time.GetUtcNow() + by, cancellationToken); // the two enumerations share these numbers

    /// <summary>How far the nearest multiple of a period is away, by the local time; from exactly half, the next one is.</summary>
    private TimeSpan ToNearest(TimeSpan period)
    {
        var since = TimeSpan.FromTicks(TimeZoneInfo.ConvertTime(time.GetUtcNow(), _zone).Ticks % period.Ticks);
        return since < period - since ? -since : period - since;
    }

    private static CosemData.OctetString Octets(CosemDateTime value) => new(value.ToOctets());
}
