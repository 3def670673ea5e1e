using System.Collections.Immutable;
using Cosem;

namespace Gateway.CommandLine.Receiving;

/// <summary>
/// Rows of a load or billing profile.
/// <code>
/// structure {
///   octet-string gateway, octet-string meter, octet-string push setup, octet-string profile,
///   array of structure { long-unsigned class, octet-string logical name, integer attribute, long-unsigned data index },
///   array of structure { octet-string time, value, ... },
///   array of structure { integer scaler, enum unit }, one for each column that is the value of a register, in their order }
/// </code>
/// </summary>
/// <param name="Gateway">The logical device name of the gateway.</param>
/// <param name="PushSetup">The push setup.</param>
/// <param name="Meter">The logical device name of the meter.</param>
/// <param name="Profile">The profile.</param>
/// <param name="Columns">The columns; the first is the clock.</param>
/// <param name="Rows">As many values a row as there are columns.</param>
internal sealed record ProfilePush(
    string Gateway, LogicalName PushSetup, string Meter, LogicalName Profile, ImmutableArray<CapturedColumn> Columns, ImmutableArray<IReadOnlyList<CosemData>> Rows)
    : PushBody(Gateway, PushSetup)
{
    /// <summary>How many elements it has.</summary>
    public const int Elements = 7;

    /// <summary>Reads it from its elements; null when they are others, or rows and columns do not fit together: then no value could be trusted.</summary>
    public static ProfilePush? TryRead(IReadOnlyList<CosemData> items) =>
        TryName(items[0], out var gateway)
        && TryName(items[1], out var meter)
        && TryLogicalName(items[2], out var pushSetup)
        && TryLogicalName(items[3], out var profile)
        && items is [_, _, _, _, CosemData.Array captured, CosemData.Array buffer, CosemData.Array scalers]
        && ColumnsOf(captured, scalers) is { IsEmpty: false } columns
        && buffer.Items.All(row => row is CosemData.Structure { Items: [var first, ..] cells } && cells.Count == columns.Length && TryTime(first, out var _))
            ? new(gateway, pushSetup, meter, profile, columns, [.. buffer.Items.Select(row => ((CosemData.Structure)row).Items)])
            : null;

    /// <summary>The columns with their scalers and units; none when they do not go together.</summary>
    private static ImmutableArray<CapturedColumn> ColumnsOf(CosemData.Array captured, CosemData.Array scalers)
    {
        var columns = ImmutableArray.CreateBuilder<CapturedColumn>(captured.Items.Count);
        var next = 0;
        foreach (var item in captured.Items)
        {
            if (!CaptureObject.TryParse(item, out var column))
            {
                return [];
            }

            ScalerUnit? scalerUnit = null;
            if (CapturedColumn.HasScaler(column) && (next == scalers.Items.Count || !TryScalerUnit(scalers.Items[next++], out scalerUnit)))
            {
                return [];
            }

            columns.Add(new(column, scalerUnit));
        }

        return next == scalers.Items.Count && columns is [{ Object.ClassId: ClassId.Clock }, ..] ? columns.ToImmutable() : [];
    }

    private static bool TryScalerUnit(CosemData data, out ScalerUnit? scalerUnit)
    {
        scalerUnit = data is CosemData.Structure { Items: [CosemData.Integer scaler, CosemData.Enum { Value: not 0 } unit] }
            ? new(scaler.Value, (Unit)unit.Value)
            : null;
        return scalerUnit is not null;
    }
}
