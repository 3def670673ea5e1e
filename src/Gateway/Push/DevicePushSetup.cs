using System.Collections.Immutable;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>The Push setup of a device's report: shows what is in force, and keeps what a head-end writes as the device's own.</summary>
internal sealed class DevicePushSetup(ReportKind report, MeterId device, Func<PushService> push) : IPushSetup
{
    /// <inheritdoc />
    public ImmutableArray<CaptureObject> PushObjects => push().Sources.ContentOf(report, device)?.Objects ?? [];

    /// <inheritdoc />
    public PushSetupSettings Settings => push().Sources.Reports.Of(report, device).Setup;

    /// <inheritdoc />
    public async ValueTask<DataAccessResult> ChangeAsync(Func<PushSetupSettings, PushSetupSettings> change, CancellationToken cancellationToken)
    {
        try
        {
            await push().ChangeAsync(report, device, own => Changed(own ?? new ReportOptions(), Settings, change(Settings)));
            return DataAccessResult.Success;
        }
        catch (PushRefusedException)
        {
            return DataAccessResult.OtherReason;
        }
    }

    /// <inheritdoc />
    public ValueTask<ActionResult> PushAsync(CancellationToken cancellationToken) =>
        new(push().Workers.Fire(report, device) ? ActionResult.Success : ActionResult.TemporaryFailure);

    /// <summary>Only what was written becomes the device's own; what it shows of other layers stays theirs.</summary>
    private static ReportOptions Changed(ReportOptions own, PushSetupSettings before, PushSetupSettings after) => own with
    {
        Receiver = after.Destination == before.Destination ? own.Receiver : (own.Receiver ?? new()) with { Address = after.Destination },
        CommunicationWindow = after.CommunicationWindow.SequenceEqual(before.CommunicationWindow) ? own.CommunicationWindow : [.. after.CommunicationWindow.Select(WindowText.Of)],
        Randomisation = after.RandomisationStartInterval == before.RandomisationStartInterval ? own.Randomisation : after.RandomisationStartInterval,
        Retries = after.NumberOfRetries == before.NumberOfRetries ? own.Retries : after.NumberOfRetries,
        RepetitionDelay = after.RepetitionDelay == before.RepetitionDelay ? own.RepetitionDelay : after.RepetitionDelay,
    };
}
