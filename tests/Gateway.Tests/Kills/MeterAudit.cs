using Cosem;
using Metering;

namespace Gateway.Tests.Kills;

/// <summary>The readings of a meter, as far as they were looked at.</summary>
internal sealed class MeterAudit(Meter meter, TimeZoneInfo zone)
{
    /// <summary>A request may share the readout that had been begun for another one just before: 1 s, many times a readout.</summary>
    private static readonly TimeSpan Shared = TimeSpan.FromSeconds(1);

    private readonly List<StoredReadout> _stored = [];
    private int _answer;
    private int _found = -1;

    /// <summary>Its number.</summary>
    public MeterId Id => meter.Id;

    /// <summary>Its logical device.</summary>
    public int Sap => meter.LogicalDeviceAddress;

    /// <summary>The readings in the order of storing.</summary>
    public IReadOnlyList<StoredReadout> Stored => _stored;

    /// <summary>What the receiver has of them.</summary>
    public PushedRows Pushed { get; } = new();

    /// <summary>
    /// What was seen before is still there, and what came since is what the meter has answered since, telegram by telegram: nothing twice, nothing that it
    /// has not sent.
    /// </summary>
    public void Look(IReadoutStore store, IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        var known = 0;
        foreach (var readout in store.ReadAppended(meter.Id, 0))
        {
            var seen = new StoredReadout(readout, CosemDateTime.FromMoment(readout.ReadAt, zone).ToOctets().ToString());
            if (known < _stored.Count)
            {
                Assert.Equal(_stored[known++], seen);
                continue;
            }

            Assert.True(readout.IsComplete);
            Assert.True(readout.AppendNumber > (_stored.Count == 0 ? 0 : _stored[^1].AppendNumber));
            foreach (var telegram in readout.Telegrams)
            {
                while (_answer < answers.Count && !answers[_answer].Span.SequenceEqual(telegram.Span))
                {
                    _answer++;
                }

                Assert.True(_answer++ < answers.Count, $"Meter {meter.Id} has never sent {Convert.ToHexString(telegram.Span)}, or it is stored twice.");
            }

            _stored.Add(seen);
            known++;
        }

        Assert.Equal(_stored.Count, known);
    }

    /// <summary>A readout that was told is there; one that was made for a request alone is no other's.</summary>
    public void Find(AcknowledgedReadout told)
    {
        var from = (told.From - Shared).ToUnixTimeMilliseconds();
        var first = told.Time is null ? _found + 1 : Math.Max(_found, 0);
        var found = _stored.FindIndex(first, readout => told.Time is null
            ? readout.ReadAt.ToUnixTimeMilliseconds() >= from && readout.ReadAt <= told.To
            : readout.Time == told.Time);
        Assert.True(found >= 0, $"{told} is lost; the last of its meter is {(_stored.Count == 0 ? "none" : _stored[^1])}.");
        _found = found;
    }

    /// <summary>How many have a number up to this one.</summary>
    public int CountUpTo(long number) => _stored.Count(readout => readout.AppendNumber <= number);
}
