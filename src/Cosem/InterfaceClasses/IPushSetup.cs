using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>What a Push setup shows, changes and does.</summary>
public interface IPushSetup
{
    /// <summary>push_object_list: what is sent, in order.</summary>
    ImmutableArray<CaptureObject> PushObjects { get; }

    /// <summary>Attributes 3 to 7 as they are now: an immutable snapshot.</summary>
    PushSetupSettings Settings { get; }

    /// <summary>Changes attributes 3 to 7, one change after the other, so that none is lost; durable and in force when the task ends.</summary>
    /// <param name="change">From what is in force when it is its turn to what is to be.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DataAccessResult> ChangeAsync(Func<PushSetupSettings, PushSetupSettings> change, CancellationToken cancellationToken);

    /// <summary>push: sends now what the report has to send.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ActionResult> PushAsync(CancellationToken cancellationToken);
}
