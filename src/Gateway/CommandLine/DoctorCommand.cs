using System.CommandLine;
using Gateway.Checkup;

namespace Gateway.CommandLine;

/// <summary><c>doctor</c>: looks at everything that keeps a gateway from working.</summary>
internal static class DoctorCommand
{
    private const string Description = """
        Looks at everything that keeps a gateway from working, and says what to do: settings, data directory, service, ports, buses, meters, clock,
        disk, DLMS, users, backup. It changes nothing, and sends nothing on a bus. The service may run or not.

        A line a finding: ok; look: it works, but a person should look at it; bad: it keeps the gateway from working. Exit code 1 when something is bad.
        """;

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a line: verdict, subject, found, next." };

    private static readonly Option<string?> Only = new("--only")
    {
        Description = $"Looks at one thing: {string.Join(", ", GatewayCheckup.Subjects)}.",
        HelpName = "SUBJECT",
    };

    public static Command Create()
    {
        var command = new Command("doctor", Description) { Only, Json, CommonOptions.DataDirectory };
        command.SetAction((parsed, cancellationToken) => RunAsync(CommonOptions.Arguments(parsed), parsed.GetValue(Only), parsed.GetValue(Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, string? subject, bool json, CancellationToken cancellationToken)
    {
        var only = subject is null ? null
            : GatewayCheckup.Subjects.FirstOrDefault(known => known.Equals(subject, StringComparison.OrdinalIgnoreCase))
                ?? throw new RefusedException($"--only {subject}: doctor looks at {string.Join(", ", GatewayCheckup.Subjects)}.");
        await using var gateway = await OpenAsync(args, cancellationToken);
        var text = FindingText.ForConsole();
        var verdicts = new List<Verdict>();
        await foreach (var finding in GatewayCheckup.LookAsync(gateway, only, cancellationToken))
        {
            verdicts.Add(finding.Verdict);
            if (json)
            {
                JsonLine.Print(new { verdict = FindingText.WordOf(finding.Verdict), subject = finding.Subject, found = finding.Found, next = finding.Next });
            }
            else
            {
                text.Write(finding);
            }
        }

        if (!json)
        {
            text.WriteSummary(verdicts);
        }

        return verdicts.Contains(Verdict.Bad) ? ExitCode.Failed : ExitCode.Done;
    }

    /// <summary>The data directory may be on a network disk that is gone, and whoever waits for that does not look at a token.</summary>
    private static async Task<CheckedGateway> OpenAsync(string[] args, CancellationToken cancellationToken)
    {
        try
        {
            return await Task.Run(() => CheckedGateway.OpenAsync(args, GatewayCheckup.Longest, cancellationToken), cancellationToken).WaitAsync(2 * GatewayCheckup.Longest, cancellationToken);
        }
        catch (TimeoutException e)
        {
            throw new FailedException($"Settings and data directory could not be read within {2 * GatewayCheckup.Longest.TotalSeconds:0} s: the disk does not answer, or the machine is overloaded.", e);
        }
    }
}
