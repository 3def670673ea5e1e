using Cosem.InterfaceClasses;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>
/// What is due, in one line for each receiver, first come first served; at most one entry for a device's report, so that no two connections send the same.
/// </summary>
/// <param name="finished">Is told of a report of which nothing is due any more.</param>
internal sealed class PushQueue(Action<ReportKind> finished)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(ReportKind, MeterId), DueReport> _due = [];
    private readonly Dictionary<PushDestination, LinkedList<DueReport>> _lines = [];

    /// <summary>How many entries there are.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _due.Count;
            }
        }
    }

    /// <summary>How many entries stand in a line.</summary>
    public int CountOf(PushDestination receiver)
    {
        lock (_gate)
        {
            return _due.Values.Count(due => due.Receiver == receiver);
        }
    }

    /// <summary>Whether anything of a report is due.</summary>
    public bool Has(ReportKind report)
    {
        lock (_gate)
        {
            return _due.Keys.Any(key => key.Item1 == report);
        }
    }

    /// <summary>A device's report is due; one that is due already begins anew.</summary>
    /// <param name="report">The report.</param>
    /// <param name="device">The device.</param>
    /// <param name="receiver">In whose line it is to stand.</param>
    /// <param name="startAt">When sending may begin.</param>
    /// <param name="awaited">The readout that it waits for; null: none.</param>
    public void Add(ReportKind report, MeterId device, PushDestination receiver, TimeSpan startAt, AwaitedReadout? awaited)
    {
        lock (_gate)
        {
            if (!_due.TryGetValue((report, device), out var due))
            {
                due = _due[(report, device)] = new DueReport(report, device) { Receiver = receiver, StartAt = startAt, Awaited = awaited };
                LineOf(receiver).AddLast(due);
                return;
            }

            (due.Failures, due.IsDueAgain, due.Awaited) = (0, due.IsUnderWay, awaited);
            if (due.IsUnderWay)
            {
                return;
            }

            due.StartAt = startAt < due.StartAt ? startAt : due.StartAt;
            due.AfterPosition = long.MinValue;
            if (due.Receiver != receiver)
            {
                MoveTo(due, receiver);
            }
        }
    }

    /// <summary>Looks at all entries of a line.</summary>
    public void ForEach(PushDestination receiver, Action<DueReport> look)
    {
        lock (_gate)
        {
            foreach (var due in LineOf(receiver))
            {
                look(due);
            }
        }
    }

    /// <summary>Takes entries of a line, the first ones that are ready and go between the same two addresses.</summary>
    public IReadOnlyList<DueReport> Take(PushDestination receiver, Func<DueReport, bool> isReady, Func<DueReport, WrapperAddresses> addressesOf, int most)
    {
        lock (_gate)
        {
            var taken = new List<DueReport>();
            WrapperAddresses? addresses = null;
            for (var node = LineOf(receiver).First; node is not null && taken.Count < most; node = node.Next)
            {
                if (isReady(node.Value) && addressesOf(node.Value) is var own && own == (addresses ?? own))
                {
                    addresses = own;
                    taken.Add(node.Value);
                }
            }

            foreach (var due in taken)
            {
                due.IsUnderWay = true;
                LineOf(receiver).Remove(due);
            }

            return taken;
        }
    }

    /// <summary>Entries that were taken and not sent stand at the head of their line again, in their order.</summary>
    public void Return(IReadOnlyList<DueReport> taken)
    {
        lock (_gate)
        {
            foreach (var due in taken.Reverse())
            {
                (due.IsUnderWay, due.IsDueAgain) = (false, false);
                LineOf(due.Receiver).AddFirst(due);
            }
        }
    }

    /// <summary>An entry that was taken goes to the end of a line: there is more of it, it failed, or another receiver has it now.</summary>
    public void Requeue(DueReport due, PushDestination receiver)
    {
        lock (_gate)
        {
            if (due.IsDueAgain)
            {
                due.AfterPosition = long.MinValue;
            }

            (due.IsUnderWay, due.IsDueAgain, due.Receiver) = (false, false, receiver);
            LineOf(receiver).AddLast(due);
        }
    }

    /// <summary>An entry that was taken is done; one that became due again meanwhile stays.</summary>
    public void Complete(DueReport due)
    {
        bool isLast;
        lock (_gate)
        {
            if (due.IsDueAgain)
            {
                (due.IsUnderWay, due.IsDueAgain, due.AfterPosition) = (false, false, long.MinValue);
                LineOf(due.Receiver).AddLast(due);
                return;
            }

            _due.Remove((due.Report, due.Device));
            isLast = !_due.Keys.Any(key => key.Item1 == due.Report);
        }

        if (isLast)
        {
            finished(due.Report);
        }
    }

    /// <summary>Sending an entry, which waits again, has failed: counts it, and gives the entry up when that was too often.</summary>
    /// <param name="due">The entry.</param>
    /// <param name="receiver">Who failed; an entry that waits for another by now is none of it.</param>
    /// <param name="retries">How often it may fail beyond the first time.</param>
    /// <returns>Whether it was given up.</returns>
    public bool Fail(DueReport due, PushDestination receiver, int retries)
    {
        bool isLast;
        lock (_gate)
        {
            if (due.Receiver != receiver || ++due.Failures <= retries)
            {
                return false;
            }

            LineOf(due.Receiver).Remove(due);
            _due.Remove((due.Report, due.Device));
            isLast = !_due.Keys.Any(key => key.Item1 == due.Report);
        }

        if (isLast)
        {
            finished(due.Report);
        }

        return true;
    }

    /// <summary>Drops all entries of a receiver, also those under way: its worker has failed.</summary>
    public void Drop(PushDestination receiver, Action end)
    {
        lock (_gate)
        {
            foreach (var due in _due.Values.Where(due => due.Receiver == receiver).ToList())
            {
                _due.Remove((due.Report, due.Device));
            }

            _lines.Remove(receiver);
            end();
        }
    }

    /// <summary>Everything that waits goes to the line of the receiver that it has now; null: it has none.</summary>
    /// <returns>The receivers that have got something.</returns>
    public IReadOnlyCollection<PushDestination> Reroute(Func<DueReport, PushDestination?> receiverOf)
    {
        var reached = new HashSet<PushDestination>();
        lock (_gate)
        {
            foreach (var due in _due.Values.Where(due => !due.IsUnderWay))
            {
                if (receiverOf(due) is { } receiver && receiver != due.Receiver)
                {
                    MoveTo(due, receiver);
                    reached.Add(receiver);
                }
            }
        }

        return reached;
    }

    /// <summary>When the first entry of a line may begin; null: the line is empty.</summary>
    public TimeSpan? FirstStart(PushDestination receiver)
    {
        lock (_gate)
        {
            return LineOf(receiver) is { Count: > 0 } line ? line.Min(due => due.StartAt) : null;
        }
    }

    /// <summary>Does something while nobody adds to the line, if it is empty.</summary>
    public bool IfEmpty(PushDestination receiver, Action end)
    {
        lock (_gate)
        {
            if (LineOf(receiver).Count > 0)
            {
                return false;
            }

            _lines.Remove(receiver);
            end();
            return true;
        }
    }

    private LinkedList<DueReport> LineOf(PushDestination receiver) =>
        _lines.TryGetValue(receiver, out var line) ? line : _lines[receiver] = new LinkedList<DueReport>();

    private void MoveTo(DueReport due, PushDestination receiver)
    {
        LineOf(due.Receiver).Remove(due);
        due.Receiver = receiver;
        LineOf(receiver).AddLast(due);
    }
}
