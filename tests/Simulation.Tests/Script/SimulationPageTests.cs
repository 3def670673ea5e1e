using System.Globalization;
using System.Text;
using Simulation.Script;
using Testing;

namespace Simulation.Tests.Script;

/// <summary>docs/simulation.md says what a script can.</summary>
public sealed class SimulationPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "simulation.md"));

    [Fact]
    public void Every_fault_is_documented_and_every_documented_fault_is_there() => Assert.Equal(
        FaultRule.All.Select(rule => string.Join(
            " | ", $"`{rule.Name}`", Of(rule), rule.Usual?.ToString(CultureInfo.InvariantCulture) ?? "-", string.Join(", ", rule.Own.Select(parameter => $"`{parameter.Name}`")))),
        Rows("| fault |").Select(row => string.Join(" | ", row[..4])));

    [Fact]
    public void Every_property_is_documented_with_the_faults_that_have_it()
    {
        var parameters = FaultRule.All.SelectMany(rule => rule.Parameters).Distinct().ToLookup(parameter => parameter.Name);
        var rows = Rows("| property |").ToDictionary(row => row[0].Trim('`'), row => row, StringComparer.Ordinal);
        Assert.Equal(parameters.Select(same => same.Key).Order(StringComparer.Ordinal), rows.Keys.Order(StringComparer.Ordinal));
        foreach (var same in parameters)
        {
            var row = rows[same.Key];
            Assert.All(same, parameter => Assert.Contains(parameter.Form, row[2], StringComparison.Ordinal));
            var rules = FaultRule.All.Where(rule => rule.Parameters.Any(parameter => parameter.Name == same.Key)).ToList();
            Assert.Equal(
                rules.Count == FaultRule.All.Count ? "all"
                : rules.Any(rule => rule.Own.Any(parameter => parameter.Name == same.Key)) ? string.Join(", ", rules.Select(rule => $"`{rule.Name}`"))
                : string.Join(", ", rules.Select(Of).Distinct()),
                row[1]);
        }
    }

    [Fact]
    public void The_script_on_the_page_can_be_played()
    {
        var script = FaultScriptFile.Read("page", Encoding.UTF8.GetBytes(Page.Split("```json")[1].Split("```")[0]), meters: 12, out var issues);
        Assert.Empty(issues);
        Assert.Equal(6, script!.Faults.Count);
    }

    private static string Of(FaultRule rule) => rule.IsOnce ? "a moment" : rule.IsOfLine ? "the line" : "requests";

    private static IEnumerable<string[]> Rows(string head) => Page.Split('\n')
        .SkipWhile(line => !line.StartsWith(head, StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim().Trim('|').Split('|', StringSplitOptions.TrimEntries));
}
