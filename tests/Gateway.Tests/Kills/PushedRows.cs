namespace Gateway.Tests.Kills;

/// <summary>
/// Where the notifications of a device's report lie in what is stored: each begins where the one before has ended. Only where the columns have changed meanwhile
/// may one hold rows again that were not acknowledged, since it can no longer be built as it was.
/// </summary>
internal sealed class PushedRows
{
    private readonly List<(TakenPush Push, int First)> _placed = [];

    /// <summary>So many of what is stored were received, without a gap.</summary>
    public int Received { get; private set; }

    /// <summary>The notifications, and the place of their first row.</summary>
    public IReadOnlyList<(TakenPush Push, int First)> Placed => _placed;

    /// <summary>Places what was taken since.</summary>
    /// <param name="taken">All that was taken.</param>
    /// <param name="stored">What is stored, each in the words that its row begins with.</param>
    public void Look(IReadOnlyList<TakenPush> taken, IReadOnlyList<string> stored)
    {
        foreach (var push in taken.Skip(_placed.Count))
        {
            var isOther = _placed.Count > 0 && _placed[^1].Push.Columns != push.Columns;
            var first = Enumerable.Range(0, isOther ? Received + 1 : 1).Select(back => Received - back).FirstOrDefault(first => LiesAt(push, stored, first), -1);
            Assert.True(
                first >= 0,
                $"{push.Report} of {push.Sap}, invoke-id {push.InvokeId}: its rows do not follow the {Received} before.\nIt has:\n{string.Join('\n', push.Rows)}\nNext are:\n{string.Join('\n', stored.Skip(Received).Take(push.Rows.Count + 1))}");
            _placed.Add((push, first));
            Received = first + push.Rows.Count;
        }
    }

    private static bool LiesAt(TakenPush push, IReadOnlyList<string> stored, int first) =>
        first + push.Rows.Count <= stored.Count && push.Rows.Index().All(row => row.Item.StartsWith(stored[first + row.Index], StringComparison.Ordinal));
}
