using System.Runtime.CompilerServices;
using Gateway.ServiceControl;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Gateway.Checkup;

/// <summary>Whether the service runs, does its work, and is of this program's version.</summary>
internal sealed class ServiceCheck : ICheck
{
    /// <inheritdoc />
    public string Subject => "service";

    /// <inheritdoc />
    public async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var control = IServiceControl.Of("/");
        if (new BegunUpgrade(control.Programs).WayBack(control.ProgramFile) is { } way)
        {
            yield return Finding.Look("upgrade", "It is under way, or broke off.", $"If it broke off: {way}");
        }

        if (gateway.IsUnreadable)
        {
            yield return Finding.Look(Subject, "Whether it runs is not known: the data directory is not yours to read.", "See to the data directory first.");
            yield break;
        }

        if (gateway.Service is not { } service || gateway.Unasked is not null)
        {
            yield return gateway.Holder is { } holder
                ? Finding.Bad(Subject, $"The data directory is in use by {holder}, which cannot be asked: {gateway.Unasked}.", "Wait until it has started or ended, and call doctor again, as the account of the service.")
                : Finding.Bad(Subject, "It does not run.", HowTo.Start);
            yield break;
        }

        var health = await service.HealthAsync(cancellationToken);
        var says = string.Join(" ", health.Checks.Where(check => check.Value.Says is not null).Select(check => $"{check.Key}: {check.Value.Says}{(check.Value.Says!.EndsWith('.') ? "" : ".")}"));
        yield return health.Status switch
        {
            HealthStatus.Healthy => Finding.Ok(Subject, $"It runs and is ready ({gateway.Holder})."),
            HealthStatus.Degraded => Finding.Look(Subject, $"It runs, but not as it should. {says}", "What to do stands with the subject itself below."),
            _ => Finding.Bad(Subject, $"It runs, but is not ready. {says}", "If it is just starting, wait; else see the log in the data directory, folder logs."),
        };
        yield return health.Version == ProgramVersion.Text
            ? Finding.Ok("version", $"The service and this program are both {ProgramVersion.Text}.")
            : Finding.Look(
                "version",
                $"The service is {health.Version ?? "of a version that does not say which"}, this program {ProgramVersion.Text}.",
                $"Start the service anew, or bring it to this version: {HowTo.Upgrade}.");
    }
}
