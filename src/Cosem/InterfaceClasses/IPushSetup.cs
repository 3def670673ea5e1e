using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>What a Push setup shows, changes and does.</summary>
public interface IPushSetup
{
    /// <summary>push_object_list: what is sent, in order.</summary>
    ImmutableArray<CaptureObject> PushObjects { get; }

    /// <summary>Attributes 3 to 7 as they are now: an immutable snapshot.</summary>
    PushSetupSettings Settings { get; }

    /// <summary>Replaces attributes 3 to 7; durable and in force when the task ends.</summary>
    /// <param name="settings">All of them, the others as they were.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DataAccessResult> ChangeAsync(PushSetupSettings settings, CancellationToken cancellationToken);

    /// <summary>push: sends now what the report has to send.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ActionResult> PushAsync(CancellationToken cancellationToken);
}
