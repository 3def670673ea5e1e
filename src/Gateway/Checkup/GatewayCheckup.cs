using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Gateway.CommandLine;
using Metering;

namespace Gateway.Checkup;

/// <summary>All that is looked at, in the order in which a person would.</summary>
internal static class GatewayCheckup
{
    /// <summary>A check that takes longer is told and left: 20 s, for a network that drops what it is sent.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

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

    /// <summary>What can be looked at by itself.</summary>
    public static IEnumerable<string> Subjects => Checks.Select(check => check.Subject);

    /// <summary>Looks at everything; what one check finds is told before the next begins.</summary>
    /// <param name="gateway">What is known of the gateway.</param>
    /// <param name="only">What alone is looked at; null: all.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, string? only, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        foreach (var check in Checks.Where(check => only is null || check.Subject == only))
        {
            foreach (var finding in await LookAsync(check, gateway, Longest, cancellationToken))
            {
                yield return finding;
            }
        }
    }

    /// <summary>What one check finds; that it fails is a finding too, since the others go on.</summary>
    internal static async Task<IReadOnlyList<Finding>> LookAsync(ICheck check, CheckedGateway gateway, TimeSpan longest, CancellationToken cancellationToken)
    {
        var found = new ConcurrentQueue<Finding>();
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(longest);
        try
        {
            // left alone where it waits without looking at the token, as for a network disk that is gone
            await Task.Run(() => LookAsync(check, gateway, found, bounded.Token), cancellationToken).WaitAsync(bounded.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            found.Enqueue(Finding.Bad(check.Subject, $"This could not be looked at within {longest.TotalSeconds:0} s.", "Try again; when it stays so, the machine or the service is overloaded: see the log."));
        }
        catch (Exception e) when (e is RefusedException or FailedException or StoreException or IOException or UnauthorizedAccessException)
        {
            found.Enqueue(Finding.Bad(check.Subject, e.Message, "Correct that, and call doctor again."));
        }

        return [.. found];
    }

    private static async Task LookAsync(ICheck check, CheckedGateway gateway, ConcurrentQueue<Finding> found, CancellationToken cancellationToken)
    {
        await foreach (var finding in check.LookAsync(gateway, cancellationToken))
        {
            found.Enqueue(finding);
        }
    }
}
