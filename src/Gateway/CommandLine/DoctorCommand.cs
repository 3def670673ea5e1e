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

    private static async Task<int> RunAsync(string[] args, string? only, bool json, CancellationToken cancellationToken)
    {
        if (only is not null && !GatewayCheckup.Subjects.Contains(only, StringComparer.Ordinal))
        {
            throw new RefusedException($"--only {only}: doctor looks at {string.Join(", ", GatewayCheckup.Subjects)}.");
        }

        await using var gateway = await CheckedGateway.OpenAsync(args, GatewayCheckup.Longest, cancellationToken);
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
}
