using Cosem.InterfaceClasses;
using Gateway.Push;

namespace Gateway.Api;

/// <summary>A receiver and how it stands.</summary>
/// <param name="Address">Host and port.</param>
/// <param name="Waiting">Reports of devices that are due for it.</param>
/// <param name="State">How it stands.</param>
internal sealed record ReceiverResource(string Address, int Waiting, ReceiverState State)
{
    /// <summary>The receiver as it is now.</summary>
    public static ReceiverResource Of(PushDestination receiver, PushWorkers workers) => new(receiver.ToString(), workers.Queue.CountOf(receiver), workers.StateOf(receiver));
}
