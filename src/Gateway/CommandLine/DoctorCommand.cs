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

    public static Command Create()
    {
        var command = new Command("doctor", Description) { Json, CommonOptions.DataDirectory };
        command.SetAction((parsed, cancellationToken) => RunAsync(CommonOptions.Arguments(parsed), parsed.GetValue(Json), cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(string[] args, bool json, CancellationToken cancellationToken)
    {
        await using var gateway = await CheckedGateway.OpenAsync(args, cancellationToken);
        var text = FindingText.ForConsole();
        var verdicts = new List<Verdict>();
        await foreach (var finding in GatewayCheckup.LookAsync(gateway, cancellationToken))
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
}
