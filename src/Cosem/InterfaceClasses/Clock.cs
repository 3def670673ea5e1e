using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Clock (class 8, version 0; IEC 62056-6-2) that shows a time provider's time in a zone.</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="zone">The zone.</param>
/// <param name="time">The time.</param>
/// <param name="isSynchronised">Whether the time can be relied on; null: always.</param>
public sealed class Clock(LogicalName logicalName, TimeZoneInfo zone, TimeProvider time, Func<bool>? isSynchronised = null)
    : CosemObject(ClassId.Clock, 0, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<Clock>(2, "time", static of => Octets(of.Now)),
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
        CosemMethod.NotInvokable(1, "adjust_to_quarter"),
        CosemMethod.NotInvokable(2, "adjust_to_measuring_period"),
        CosemMethod.NotInvokable(3, "adjust_to_minute"),
        CosemMethod.NotInvokable(4, "adjust_to_preset_time"),
        CosemMethod.NotInvokable(5, "preset_adjusting_time"),
        CosemMethod.NotInvokable(6, "shift_time"),
    ];

    private const byte InternalCrystal = 1;

    private readonly TimeZoneInfo _zone = zone;
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

    private static CosemData.OctetString Octets(CosemDateTime value) => new(value.ToOctets());
}
