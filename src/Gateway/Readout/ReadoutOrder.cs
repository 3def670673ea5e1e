using Metering;

namespace Gateway.Readout;

/// <summary>One readout to be made; whoever asks for the same meter meanwhile shares it.</summary>
internal sealed class ReadoutOrder(MeterId meter, ReadoutPrecedence precedence, TaskCreationOptions continuations) : BusOrder(precedence)
{
    private readonly TaskCompletionSource<ReadoutOutcome> _done = new(continuations);

    /// <summary>The meter.</summary>
    public MeterId Meter { get; } = meter;

    /// <summary>Ends when the meter was tried and what came is stored.</summary>
    public Task<ReadoutOutcome> Done => _done.Task;

    /// <summary>The meter was tried.</summary>
    public void Complete(ReadoutOutcome outcome) => _done.TrySetResult(outcome);

    /// <inheritdoc />
    public override void Abandon() => Complete(ReadoutOutcome.LeftOut);
}
