using System.Runtime.CompilerServices;
using Gateway.CommandLine;
using Metering;

namespace Gateway.Checkup;

/// <summary>All that is looked at, in the order in which a person would.</summary>
internal static class GatewayCheckup
{
    /// <summary>A check that takes longer is told and left: 20 s, for a network that drops what it is sent.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    private static readonly ICheck[] Checks =
    [
        new SettingsCheck(),
        new DataDirectoryCheck(),
        new DatabaseCheck(),
        new ServiceCheck(),
        new PortsCheck(),
        new BusesCheck(),
        new MetersCheck(),
        new MappingsCheck(),
        new ClockCheck(),
        new RoomCheck(),
        new IdentityCheck(),
        new HeadEndCheck(),
        new AccessCheck(),
        new BackupCheck(),
    ];

    /// <summary>Looks at everything; what one check finds is told before the next begins.</summary>
    /// <param name="gateway">What is known of the gateway.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in Checks)
        {
            foreach (var finding in await LookAsync(check, gateway, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    /// <summary>What one check finds; that it fails is a finding too, since the others go on.</summary>
    internal static async Task<IReadOnlyList<Finding>> LookAsync(ICheck check, CheckedGateway gateway, CancellationToken cancellationToken)
    {
        var found = new List<Finding>();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(Longest);
        try
        {
            await foreach (var finding in check.LookAsync(gateway, bounded.Token))
            {
                found.Add(finding);
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            found.Add(Finding.Bad(check.Subject, $"This could not be looked at within {Longest.TotalSeconds:0} s.", "Try again; when it stays so, the machine or the service is overloaded: see the log."));
        }
        catch (Exception e) when (e is RefusedException or FailedException or StoreException or IOException or UnauthorizedAccessException)
        {
            found.Add(Finding.Bad(check.Subject, e.Message, "Correct that, and call doctor again."));
        }

        return found;
    }
}
