using Metering;

namespace Gateway.Readout;

/// <summary>One readout to be made; whoever asks for the same meter meanwhile shares it.</summary>
internal sealed class ReadoutOrder(MeterId meter)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The meter.</summary>
    public MeterId Meter { get; } = meter;

    /// <summary>The precedence of the most urgent one who asked.</summary>
    public ReadoutPrecedence Precedence { get; set; }

    /// <summary>Whether a worker has begun.</summary>
    public bool IsTaken { get; set; }

    /// <summary>Ends when the meter was tried, whatever came of it: the store knows.</summary>
    public Task Done => _done.Task;

    /// <summary>The meter was tried.</summary>
    public void Complete() => _done.TrySetResult();
}
