using System.Globalization;
using Cosem;
using Metering;
using Metering.Events;

namespace Gateway.Tests.Kills;

/// <summary>The standard log of a device, as far as it was looked at.</summary>
internal sealed class EventAudit(MeterId device, int sap, TimeZoneInfo zone)
{
    private readonly SortedDictionary<long, string> _stored = [];
    private readonly SortedDictionary<long, EventEntry> _entries = [];

    /// <summary>The log.</summary>
    public EventLogName Log { get; } = new(device, EventLogKind.Standard);

    /// <summary>The logical device.</summary>
    public int Sap => sap;

    /// <summary>The events by their numbers, as they are pushed.</summary>
    public SortedDictionary<long, string> Stored => _stored;

    /// <summary>What the receiver has of them.</summary>
    public PushedRows Pushed { get; } = new();

    /// <summary>What was seen before is still there.</summary>
    public void Look(IEventStore store)
    {
        var entries = store.ReadAppended(Log, 0).ToList();
        Assert.All(_entries.Values.Zip(entries), pair => Assert.Equal(pair.First, pair.Second));
        Assert.True(entries.Count >= _entries.Count);
        foreach (var entry in entries.Skip(_entries.Count))
        {
            _entries.Add(entry.Number, entry);
            _stored.Add(entry.Number, PushedHistory.EventText(CosemDateTime.FromMoment(entry.At, zone), (int)entry.Code, entry.Message));
        }
    }

    /// <summary>What was shown is there.</summary>
    public void HasTold(IEnumerable<KeyValuePair<long, string>> told) =>
        Assert.All(told, shown => Assert.Equal(shown.Value, string.Create(CultureInfo.InvariantCulture, $"{(int)_entries[shown.Key].Code} {_entries[shown.Key].Message}")));

    /// <summary>
    /// Each start is told, and behind it that no orderly stop came before it, unless one did. A start that was killed at once may have stored neither, or the
    /// first alone, with nothing of it behind; and a stop may have been told and killed before its end. The start after such a one tells of no orderly stop though the
    /// log has one last.
    /// </summary>
    /// <param name="brief">How many starts and stops were killed.</param>
    public void IsPlausible(int brief)
    {
        var codes = _entries.Values.Select(entry => entry.Code).ToList();
        var (isStopped, brokenOff) = (true, 0);
        foreach (var (i, code) in codes.Index())
        {
            switch (code)
            {
                case EventCode.PowerUp:
                    var isNextWatchdog = i + 1 < codes.Count && codes[i + 1] == EventCode.WatchdogError;
                    var isCutOff = i + 1 == codes.Count || codes[i + 1] == EventCode.PowerUp;
                    Assert.True(isStopped || isNextWatchdog || isCutOff, $"Event {i} of {string.Join(' ', codes.Select(each => (int)each))}");
                    brokenOff += isStopped && isNextWatchdog ? 1 : 0;
                    isStopped = false;
                    break;
                case EventCode.PowerDown:
                    isStopped = true;
                    break;
                case EventCode.WatchdogError:
                    Assert.Equal(EventCode.PowerUp, codes[i - 1]);
                    break;
                default:
                    break;
            }
        }

        Assert.InRange(brokenOff, 0, brief);
    }

    /// <summary>How often something is told.</summary>
    public int CountOf(EventCode code) => _entries.Values.Count(entry => entry.Code == code);

    /// <summary>How many have a number up to this one.</summary>
    public int CountUpTo(long number) => _stored.Keys.Count(stored => stored <= number);
}
