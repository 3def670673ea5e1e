using System.Globalization;
using Dlms.Security;
using Gateway.Configuration;
using Metering;

namespace Gateway.HeadEnd;

/// <summary>
/// Keeps invocation counters in the state store:
/// <code>
/// dlms.counter.send                        no value from here on was sent
/// dlms.counter.receive.FINGERPRINT.TITLE   no value up to here is accepted after a restart
/// </code>
/// </summary>
internal sealed class CounterStore(IStateStore state) : ICounterStore
{
    private const string Send = "dlms.counter.send";
    private const string Receive = "dlms.counter.receive.";

    /// <inheritdoc />
    /// <exception cref="CommandLine.RefusedException">One of them is none.</exception>
    public CounterState Load() => new(
        [.. state.State.Where(entry => entry.Key.StartsWith(Receive, StringComparison.Ordinal)).Select(FloorOf)],
        state.State.TryGetValue(Send, out var below) ? StateEntry.Number(Send, below) : 0);

    /// <inheritdoc />
    public Task SaveFloorAsync(string keyFingerprint, SystemTitle title, uint floor) =>
        state.SetAsync($"{Receive}{keyFingerprint}.{title}", floor.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public Task ForgetKeyAsync(string keyFingerprint) => state.RemoveAllAsync($"{Receive}{keyFingerprint}.");

    /// <inheritdoc />
    public Task ReserveAsync(uint sendCounterBelow) => state.SetAsync(Send, sendCounterBelow.ToString(CultureInfo.InvariantCulture));

    private static CounterFloor FloorOf(KeyValuePair<string, string> entry)
    {
        return entry.Key[Receive.Length..].Split('.') is [var fingerprint, var title]
            && ulong.TryParse(title, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octets)
                ? new(fingerprint, new(octets), StateEntry.Number(entry.Key, entry.Value))
                : throw StateEntry.Wrong(entry.Key, "names no key and system title");
    }
}
