using System.Collections.Immutable;
using Cosem;

namespace Gateway.LogicalDevices;

/// <summary>
/// The clock of a meter as class 8 (Blue Book, 4.5.1): the time that the meter sent, of which neither zone nor rules are known.
/// </summary>
internal sealed class MeterClock(LogicalName logicalName, Func<CancellationToken, ValueTask<AttributeValue>> time)
    : CosemObject(ClassId.Clock, 0, logicalName)
{
    private const byte NoClockBase = 0;

    private static readonly CosemData.OctetString NotSpecified = new(CosemDateTime.NotSpecified.ToOctets());

    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<MeterClock>(2, "time", static (clock, ct) => clock._time(ct)),
        CosemAttribute.Of<MeterClock>(3, "time_zone", static _ => new CosemData.Long(0)),
        CosemAttribute.Of<MeterClock>(4, "status", static (clock, ct) => clock.StatusAsync(ct)),
        CosemAttribute.Of<MeterClock>(5, "daylight_savings_begin", static _ => NotSpecified),
        CosemAttribute.Of<MeterClock>(6, "daylight_savings_end", static _ => NotSpecified),
        CosemAttribute.Of<MeterClock>(7, "daylight_savings_deviation", static _ => new CosemData.Integer(0)),
        CosemAttribute.Of<MeterClock>(8, "daylight_savings_enabled", static _ => new CosemData.Boolean(false)),
        CosemAttribute.Of<MeterClock>(9, "clock_base", static _ => new CosemData.Enum(NoClockBase)),
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

    private readonly Func<CancellationToken, ValueTask<AttributeValue>> _time = time;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    /// <summary>The clock_status octet of the time.</summary>
    private async ValueTask<AttributeValue> StatusAsync(CancellationToken cancellationToken)
    {
        var value = await _time(cancellationToken);
        return value.Data is CosemData.OctetString { Value: var octets } && CosemDateTime.TryParse(octets.Span, out var time)
            ? new CosemData.Unsigned((byte)time.Status)
            : value;
    }
}
