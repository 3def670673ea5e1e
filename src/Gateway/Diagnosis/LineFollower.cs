using System.Threading.Channels;

namespace Gateway.Diagnosis;

/// <summary>
/// Somebody who follows a line. One who is slower than the line loses what comes while 1000 entries wait, and sees it by their numbers;
/// the bus never waits for anybody.
/// </summary>
internal sealed class LineFollower : IDisposable
{
    /// <summary>Some minutes of a bus at 2400 Bd, and a bound on what a follower costs: about half a megabyte.</summary>
    private const int Capacity = 1000;

    private readonly Channel<LineEntry> _entries = Channel.CreateBounded<LineEntry>(new BoundedChannelOptions(Capacity) { SingleReader = true, SingleWriter = true });
    private readonly Action<LineFollower> _leave;

    /// <summary>A follower that <paramref name="leave"/> takes away.</summary>
    public LineFollower(Action<LineFollower> leave) => _leave = leave;

    /// <summary>What happens, as it happens.</summary>
    public ChannelReader<LineEntry> Entries => _entries.Reader;

    /// <summary>Gives an entry if there is room.</summary>
    public void Publish(LineEntry entry) => _entries.Writer.TryWrite(entry);

    /// <summary>Nothing more will come.</summary>
    public void Complete() => _entries.Writer.TryComplete();

    /// <summary>Follows no longer.</summary>
    public void Dispose() => _leave(this);
}
