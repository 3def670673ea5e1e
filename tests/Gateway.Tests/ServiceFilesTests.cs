using System.Management.Automation.Language;
using System.Text.Json;
using System.Text.RegularExpressions;
using Gateway.Figures;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>docs/operations.md and the files of the folder service speak of what there is: figures, sections, verbs.</summary>
public partial class ServiceFilesTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    private const string Runbook = "docs/operations.md";

    private static readonly string Page = File.ReadAllText(Repository.File("docs", "operations.md"));
    private static readonly string Rules = File.ReadAllText(Repository.File("service", "alerts.yml"));
    private static readonly string Dashboard = File.ReadAllText(Repository.File("service", "grafana-dashboard.json"));

    [Fact]
    public void Rules_and_dashboard_ask_for_figures_that_there_are()
    {
        var names = NamesOfSeries();
        foreach (var text in new[] { Rules, Dashboard, Page })
        {
            var asked = FigureName().Matches(text).Select(match => match.Value).Distinct().ToList();
            Assert.All(asked, name => Assert.Contains(name, names));
        }

        Assert.NotEmpty(Expressions());
        Assert.All(Expressions(), expression => Assert.Matches(FigureName(), expression));
    }

    [Fact]
    public void Every_rule_says_how_bad_it_is_how_long_it_waits_and_where_it_is_explained()
    {
        var rules = Rules.Split("      - alert: ")[1..];
        Assert.NotEmpty(rules);
        foreach (var rule in rules)
        {
            var name = rule.Split('\n')[0];
            Assert.Matches("\n +expr: .+\n +for: [0-9]+[mhd]\n", rule);
            Assert.Matches("severity: (warning|critical)\n", rule);
            Assert.Matches("summary: \".+\"\n +description: \".+\"\n", rule);
            Assert.Contains($"runbook_url: {Runbook}#alert-{name.ToLowerInvariant()}\n", rule, StringComparison.Ordinal);
        }

        var told = Heading().Matches(Page).Select(match => match.Groups["text"].Value).Where(text => text.StartsWith("Alert: ", StringComparison.Ordinal));
        Assert.Equal(rules.Select(rule => $"Alert: {rule.Split('\n')[0]}").Order(StringComparer.Ordinal), told.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_link_into_the_page_leads_to_one_of_its_sections()
    {
        var anchors = Heading().Matches(Page).Select(match => AnchorOf(match.Groups["text"].Value)).ToList();
        Assert.Equal(anchors.Count, anchors.Distinct(StringComparer.Ordinal).Count());
        var links = LinkInPage().Matches(Page).Concat(LinkInPage().Matches(Rules)).Select(match => match.Groups["anchor"].Value).ToList();
        Assert.NotEmpty(links);
        Assert.All(links, link => Assert.Contains(link, anchors));
        Assert.All(LinkToPage().Matches(Page), match => Assert.True(File.Exists(Repository.File("docs", match.Groups["file"].Value)), match.Value));
    }

    [Fact]
    public async Task Every_command_of_the_page_is_a_verb_of_the_program_with_its_options()
    {
        var commands = CommandsOf(Page).Distinct(StringComparer.Ordinal).ToList();
        Assert.Contains("service upgrade", commands);
        Assert.Contains("keys change --restored", commands);
        foreach (var command in commands)
        {
            var words = command.Split(' ');
            var verbs = words.TakeWhile(word => !word.StartsWith('-')).ToArray();
            var help = (await CommandLineRun.RunAsync([.. verbs, "--help"])).Returns(0).Output;
            Assert.Contains($" {string.Join(' ', verbs)} ", UsageOf(help) + " ", StringComparison.Ordinal);
            Assert.All(words.Where(word => word.StartsWith("--", StringComparison.Ordinal)), option => Assert.Contains($"{option} ", help, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void What_calls_the_program_is_told_from_what_only_names_it()
    {
        Assert.Empty(CommandsOf("`gateway.service` and gateway-backup.timer, a gateway is a thing"));
        Assert.Equal(["service upgrade"], CommandsOf("sudo gateway-next/Gateway service upgrade"));
        Assert.Equal(["backup --passphrase"], CommandsOf("sudo gateway backup - --passphrase env:P < a"));
    }

    [Fact]
    public void The_dashboard_is_one_that_Grafana_reads()
    {
        var dashboard = JsonDocument.Parse(Dashboard).RootElement;
        var variables = dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(one => one.GetProperty("name").GetString());
        Assert.Equal(["datasource", "instance"], variables);
        var panels = dashboard.GetProperty("panels").EnumerateArray().ToList();
        Assert.Equal(panels.Count, panels.Select(panel => panel.GetProperty("id").GetInt32()).Distinct().Count());
        var rows = panels.Where(panel => panel.GetProperty("type").GetString() == "row").Select(panel => panel.GetProperty("title").GetString());
        Assert.Equal(["Readouts and meters", "Buses", "Head-ends (DLMS)", "Push", "Store and disk", "Process"], rows);
        Assert.All(panels.Where(panel => panel.TryGetProperty("targets", out _)), panel =>
        {
            Assert.Equal("${datasource}", panel.GetProperty("datasource").GetProperty("uid").GetString());
            Assert.False(string.IsNullOrEmpty(panel.GetProperty("description").GetString()));
        });
        Assert.All(Expressions(), expression => Assert.Contains("instance=~\"$instance\"", expression, StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_script_for_PowerShell_calls_verbs_that_there_are()
    {
        var script = await File.ReadAllTextAsync(Repository.File("install.ps1"), TestContext.Current.CancellationToken);
        Assert.All(script, letter => Assert.True(char.IsAscii(letter)));
        Assert.Contains("[CmdletBinding(SupportsShouldProcess)]", script, StringComparison.Ordinal);
        var actions = Action().Match(script).Groups["action"].Captures.Select(capture => capture.Value.ToLowerInvariant()).ToList();
        Assert.Equal(["install", "upgrade", "uninstall", "status"], actions);
        Assert.Equal(actions, CalledAction().Matches(script).Select(match => match.Groups["action"].Value));
        await AllAreVerbsOfServiceAsync(actions);
        Assert.Contains("--with-data ", (await CommandLineRun.RunAsync("service", "uninstall", "--help")).Returns(0).Output, StringComparison.Ordinal);
        Assert.Contains("'--with-data'", script, StringComparison.Ordinal);
    }

    [Fact]
    public void The_script_for_PowerShell_is_one_for_5_1_as_for_7()
    {
        Parser.ParseFile(Repository.File("install.ps1"), out var tokens, out var errors);
        Assert.Empty(errors.Select(error => $"line {error.Extent.StartLineNumber}: {error.Message}"));

        // operators that came with 7
        Assert.DoesNotContain(tokens, token => token.Kind is TokenKind.AndAnd or TokenKind.OrOr or TokenKind.QuestionMark or TokenKind.QuestionQuestion or TokenKind.QuestionQuestionEquals
            or TokenKind.QuestionDot or TokenKind.QuestionLBracket);
    }

    [Fact]
    public async Task The_package_calls_verbs_that_there_are_and_is_found_where_they_are_called()
    {
        var scripts = string.Concat(Directory.EnumerateFiles(Repository.File("service", "deb")).Select(File.ReadAllText));
        Assert.Contains("work=upgrade; else work=install", scripts, StringComparison.Ordinal);
        Assert.Contains("service $work", scripts, StringComparison.Ordinal);
        Assert.Contains("service uninstall", scripts, StringComparison.Ordinal);
        await AllAreVerbsOfServiceAsync(["install", "upgrade", "uninstall"]);
        Assert.Contains("--root ", (await CommandLineRun.RunAsync("service", "install", "--help")).Returns(0).Output, StringComparison.Ordinal);

        var backup = await File.ReadAllTextAsync(Repository.File("service", "gateway-backup.service"), TestContext.Current.CancellationToken);
        Assert.Contains("gateway backup - --passphrase - >", backup, StringComparison.Ordinal);
        Assert.Contains("--passphrase ", (await CommandLineRun.RunAsync("backup", "--help")).Returns(0).Output, StringComparison.Ordinal);

        var files = await File.ReadAllTextAsync(Repository.File("service", "package"), TestContext.Current.CancellationToken);
        foreach (var file in Directory.EnumerateFiles(Repository.File("service")).Select(Path.GetFileName).Except(["package", "portable", "Dockerfile"]))
        {
            Assert.Contains(file!, files, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void The_image_is_made_of_images_that_whoever_makes_it_names()
    {
        var from = File.ReadLines(Repository.File("service", "Dockerfile")).Where(line => line.StartsWith("FROM ", StringComparison.Ordinal) || line.StartsWith("ARG ", StringComparison.Ordinal));
        Assert.Equal(["ARG SDK", "ARG BASE", "FROM ${SDK} AS build", "FROM ${BASE}"], from);
    }

    /// <summary>The verbs that a text calls with their options, without the arguments: <c>keys change --restored</c>.</summary>
    internal static IEnumerable<string> CommandsOf(string text) => Call().Matches(text)
        .Where(call => call.Groups["verb"].Value is not ("VERB" or "run"))
        .Select(call => $"{call.Groups["verb"].Value}{string.Concat(Option().Matches(call.Groups["rest"].Value).Select(option => option.Value))}");

    private static async Task AllAreVerbsOfServiceAsync(IEnumerable<string> actions)
    {
        foreach (var action in actions)
        {
            var help = (await CommandLineRun.RunAsync("service", action, "--help")).Returns(0).Output;
            Assert.Contains($"service {action} ", UsageOf(help), StringComparison.Ordinal);
        }
    }

    private static string UsageOf(string help) => help[help.IndexOf("Usage:", StringComparison.Ordinal)..].Split('\n', 3)[1].Trim();

    private static IReadOnlyList<string> Expressions() =>
    [
        .. JsonDocument.Parse(Dashboard).RootElement.GetProperty("panels").EnumerateArray()
            .Where(panel => panel.TryGetProperty("targets", out _))
            .SelectMany(panel => panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("expr").GetString()!)),
    ];

    /// <summary>As GitHub makes them: small letters, blanks as dashes, and no other signs.</summary>
    private static string AnchorOf(string heading) => NoSign().Replace(heading.ToLowerInvariant(), "").Replace(' ', '-');

    private HashSet<string> NamesOfSeries() => fixture.Running.Get<FigureCatalogue>().Groups.SelectMany(group => group.Figures)
        .SelectMany(figure => figure.Kind == FigureKind.Histogram ? [$"{figure.Name}_bucket", $"{figure.Name}_sum", $"{figure.Name}_count"] : (string[])[figure.Name])
        .ToHashSet(StringComparer.Ordinal);

    [GeneratedRegex("\\b(gateway|process|dotnet)_[a-z0-9_]+\\b(?!\\.deb)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex FigureName();

    [GeneratedRegex("^#{2,3} (?<text>.+)$", RegexOptions.ExplicitCapture | RegexOptions.Multiline, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Heading();

    [GeneratedRegex("(\\]\\(|docs/operations\\.md)#(?<anchor>[a-z0-9-]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkInPage();

    [GeneratedRegex("\\]\\((?<file>[a-z]+\\.md)\\)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinkToPage();

    [GeneratedRegex("[^a-z0-9 _-]", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex NoSign();

    /// <summary>A call of the program: <c>gateway</c> where a command begins, or the program by its path.</summary>
    [GeneratedRegex(
        "((^\\s*|[`(]|sudo |PASSPHRASE |docker exec( --interactive)? gateway )gateway|[/\\\\]Gateway(\\.exe)?|FullName|-Argument) '?(?<verb>[a-zA-Z]+( (add|install|upgrade|uninstall|status|list|show|set|remove|read|frames|send|test|trace|change|reset))?)(?<rest>[^`\\n]*)",
        RegexOptions.ExplicitCapture | RegexOptions.Multiline,
        matchTimeoutMilliseconds: 1000)]
    private static partial Regex Call();

    [GeneratedRegex("\\[ValidateSet\\(('(?<action>[A-Za-z]+)'(, )?)+\\)\\]", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Action();

    [GeneratedRegex("'service', '(?<action>[a-z]+)'", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex CalledAction();

    [GeneratedRegex(" --[a-z-]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Option();
}
