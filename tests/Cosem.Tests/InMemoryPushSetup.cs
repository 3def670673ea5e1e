using System.Collections.Immutable;
using Cosem.InterfaceClasses;

namespace Cosem.Tests;

/// <summary>A push setup whose settings are changed in memory.</summary>
internal sealed class InMemoryPushSetup : IPushSetup
{
    public static readonly LogicalName Name = new(0, 1, 25, 9, 0, 255);

    public ImmutableArray<CaptureObject> PushObjects { get; init; } =
    [
        new(ClassId.Data, new(0, 0, 42, 0, 0, 255), 2, 0),
        new(ClassId.PushSetup, Name, 1, 0),
        new(ClassId.ProfileGeneric, new(1, 0, 99, 1, 0, 255), 2, 0),
    ];

    public PushSetupSettings Settings { get; set; } = new("head-end.example:4059", [], TimeSpan.FromSeconds(300), 3, TimeSpan.FromSeconds(60));

    /// <summary>What a change comes to; settings are changed with success alone.</summary>
    public DataAccessResult ChangeResult { get; set; } = DataAccessResult.Success;

    public ActionResult PushResult { get; set; } = ActionResult.Success;

    public int Changes { get; private set; }

    public int Pushes { get; private set; }

    /// <summary>Changes wait for it.</summary>
    public Task Turn { get; set; } = Task.CompletedTask;

    public async ValueTask<DataAccessResult> ChangeAsync(Func<PushSetupSettings, PushSetupSettings> change, CancellationToken cancellationToken)
    {
        await Turn;
        if (ChangeResult == DataAccessResult.Success)
        {
            (Settings, Changes) = (change(Settings), Changes + 1);
        }

        return ChangeResult;
    }

    public ValueTask<ActionResult> PushAsync(CancellationToken cancellationToken)
    {
        Pushes++;
        return new(PushResult);
    }
}
