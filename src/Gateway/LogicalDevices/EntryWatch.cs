using System.Text;
using Cosem;
using Metering;
using Metering.Events;
using Metering.Mapping;

namespace Gateway.LogicalDevices;

/// <summary>
/// Tells what a readout shows of a meter's mapping: an entry that is in error (event 1021), and a register whose scaler, unit or type is another one than
/// before (2007). What was seen stands in the state store, as far as it differs from what the mapping says, after the mapping's fingerprint:
/// <code>
/// mapping.seen.17    59a4f7c2b1d00e3a 8.0.1.0.0.255=DoubleLongUnsigned/-4/13 8.0.9.0.0.255=error
/// </code>
/// </summary>
internal sealed class EntryWatch(IStateStore state, IEventLog events)
{
    /// <summary>What the names of its entries in the state store begin with; a meter's number follows.</summary>
    public const string State = "mapping.seen.";

    private const string Error = "error";

    /// <summary>Integers by their width: a number that has once needed a wider type and no longer does is no news, or a flow that comes and goes would be told all day.</summary>
    private static readonly DataType[] ByWidth =
    [
        DataType.Integer, DataType.Unsigned, DataType.Long, DataType.LongUnsigned, DataType.DoubleLong, DataType.DoubleLongUnsigned, DataType.Long64, DataType.Long64Unsigned,
    ];

    /// <summary>A readout was mapped.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="file">The mapping's file.</param>
    /// <param name="fingerprint">The mapping's fingerprint; with another one everything begins anew.</param>
    /// <param name="mapped">The readout.</param>
    /// <param name="before">What was found in the readouts before it.</param>
    /// <exception cref="StoreException">What was seen could not be remembered; it is told again.</exception>
    public async Task ObserveAsync(Meter meter, string file, string fingerprint, MappedReadout mapped, EntryStates before)
    {
        var text = state.State.GetValueOrDefault(StateName(meter), "");
        var isFirst = !text.StartsWith(fingerprint, StringComparison.Ordinal);
        var known = isFirst ? [] : Parse(text[fingerprint.Length..]);
        var now = new StringBuilder(fingerprint);
        foreach (var value in mapped.Values)
        {
            var name = value.Entry.LogicalName;
            var old = known.GetValueOrDefault($"{name}");
            var seen = Seen(value, old);
            if (seen != old)
            {
                Tell(meter, file, value, old, isFirst || !before.WasFound(name));
            }

            now.Append(seen is null ? "" : $" {name}={seen}");
        }

        if (now.ToString() is var changed && changed != text)
        {
            await state.SetAsync(StateName(meter), changed);
        }
    }

    /// <summary>Forgets a meter that was removed.</summary>
    /// <exception cref="StoreException">It could not be removed from the store.</exception>
    public Task ForgetAsync(Meter meter) => state.RemoveAsync(StateName(meter));

    private static string StateName(Meter meter) => $"{State}{meter.Id}";

    private static Dictionary<string, string> Parse(string text) =>
        text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(item => item.Split('=')).ToDictionary(item => item[0], item => item[^1], StringComparer.Ordinal);

    /// <summary>What a value shows that the mapping does not say; one that is missing shows what it did.</summary>
    private static string? Seen(MappedValue value, string? old)
    {
        if (value.State == MappedState.Error)
        {
            return Error;
        }

        if (value is not { State: MappedState.Value, Data: { } data, ScalerUnit: { } scalerUnit })
        {
            return value.State == MappedState.Value ? null : old;
        }

        var (seen, asMapped) = (Words(data.Type, scalerUnit), Words(value.Entry, data, scalerUnit));
        return IsNarrower(seen, old ?? asMapped) ? old : seen == asMapped ? null : seen;
    }

    /// <summary>What the mapping says; where it leaves something open, what came.</summary>
    private static string Words(MappingEntry entry, CosemData data, ScalerUnit scalerUnit) => Words(
        entry.DataType == DataType.NullData ? data.Type : entry.DataType, new ScalerUnit(entry.Scaler, entry.Unit ?? scalerUnit.Unit));

    private static string Words(DataType type, ScalerUnit scalerUnit) => $"{type}/{scalerUnit.Scaler}/{(byte)scalerUnit.Unit}";

    /// <summary>Whether only the type is another one, and a narrower integer than before.</summary>
    private static bool IsNarrower(string now, string before) =>
        before.Split('/') is [var oldType, var oldScaler, var oldUnit] && now.Split('/') is [var type, var scaler, var unit]
        && (scaler, unit) == (oldScaler, oldUnit) && Width(type) is >= 0 and var width && width < Width(oldType);

    private static int Width(string type) => Array.FindIndex(ByWidth, known => $"{known}" == type);

    private void Tell(Meter meter, string file, MappedValue value, string? old, bool isFirst)
    {
        var (entry, name) = (value.Entry, value.Entry.LogicalName);
        if (value.State == MappedState.Error)
        {
            events.Report(EventCode.MappingEntryInError, meter, $"{file}, {name}: {value.Problem}");
        }
        else if (!isFirst && old != Error && value is { Data: { } data, ScalerUnit: { } scalerUnit })
        {
            var (before, now) = (old ?? Words(entry, data, scalerUnit), Words(data.Type, scalerUnit));
            events.Report(EventCode.RegisterScalerChanged, meter, $"{name}: type, scaler and unit were {before} and are {now}. Who has copied them has to read them again");
        }
    }
}
