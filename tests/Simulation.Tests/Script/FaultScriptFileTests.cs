using System.Text;
using Simulation.Script;
using Testing;

namespace Simulation.Tests.Script;

public sealed class FaultScriptFileTests
{
    private const string Good = """
        [
          { "fault": "silence", "meter": 3, "from": "00:10:00", "until": "01:00:00" },
          // a comment
          { "delay": "00:00:02.500", "fault": "late", "chance": 0.01 },
          { "fault": "break-off", "meter": 5, "byte": 20, "firstRequest": 3, "lastRequest": 4 },
          { "fault": "quota", "count": 2, "period": "1.00:00:00" },
          { "fault": "swap", "meter": 2, "from": "06:00:00", "identification": "1449A0E5" },
          { "fault": "readdress", "meter": 2, "address": 0 },
          { "fault": "unrequested", "count": 9, "value": 255, "period": "00:00:01" },
          { "fault": "cut-off", "how": "unplugged", "from": "02:00:00", "until": "02:00:30" },
        ]
        """;

    [Fact]
    public void A_script_is_read_with_all_its_parameters()
    {
        var script = FaultScriptFile.Read("good.json", Encoding.UTF8.GetBytes(Good), meters: 12, out var issues);
        Assert.Empty(issues);
        Assert.Equal(
            [
                new ScriptedFault(FaultKind.Silence) { Meter = 3, From = TimeSpan.FromMinutes(10), Until = TimeSpan.FromHours(1) },
                new ScriptedFault(FaultKind.Late) { Delay = TimeSpan.FromSeconds(2.5), Chance = 0.01 },
                new ScriptedFault(FaultKind.BreakOff) { Meter = 5, Byte = 20, FirstRequest = 3, LastRequest = 4 },
                new ScriptedFault(FaultKind.Quota) { Count = 2, Period = TimeSpan.FromDays(1) },
                new ScriptedFault(FaultKind.Swap) { Meter = 2, From = TimeSpan.FromHours(6), Identification = 0x1449A0E5 },
                new ScriptedFault(FaultKind.Readdress) { Meter = 2, Address = 0 },
                new ScriptedFault(FaultKind.Unrequested) { Count = 9, Value = 255, Period = TimeSpan.FromSeconds(1) },
                new ScriptedFault(FaultKind.CutOff) { Loss = LineLoss.Unplugged, From = TimeSpan.FromHours(2), Until = new TimeSpan(2, 0, 30) },
            ],
            script!.Faults);
    }

    [Theory]
    [InlineData("[\n  { \"fault\": \"slow\" } ]", 2, 14, "\"fault\" is one of silence, late")]
    [InlineData("[ { \"meter\": 1 } ]", 1, 3, "the name is missing")]
    [InlineData("[ { \"fault\": \"late\",\n \"delay\": 2 } ]", 2, 11, "\"delay\" is a time")]
    [InlineData("[ { \"fault\": \"late\", \"delay\": \"-00:00:01\" } ]", 1, 31, "\"delay\" is a time")]
    [InlineData("[ { \"fault\": \"late\", \"chance\": 0 } ]", 1, 32, "\"chance\" is a probability")]
    [InlineData("[ { \"fault\": \"late\", \"chance\": 1.5 } ]", 1, 32, "\"chance\" is a probability")]
    [InlineData("[ { \"fault\": \"late\", \"meter\": 501 } ]", 1, 31, "\"meter\" is a meter's place")]
    [InlineData("[ { \"fault\": \"late\", \"meter\": 13 } ]", 1, 3, "there is no meter 13; the bus has 12")]
    [InlineData("[ { \"fault\": \"late\", \"meter\": [1] } ]", 1, 31, "\"meter\" is a meter's place")]
    [InlineData("[ { \"fault\": \"late\", \"byte\": 3 } ]", 1, 22, "late has no \"byte\"; it has meter, from")]
    [InlineData("[ { \"fault\": \"echo\", \"chance\": 0.5 } ]", 1, 22, "echo has no \"chance\"; it has from, until")]
    [InlineData("[ { \"fault\": \"late\", \"meter\": 1, \"meter\": 2 } ]", 1, 34, "\"meter\" is given twice")]
    [InlineData("[ { \"fault\": \"swap\" } ]", 1, 3, "swap needs a \"meter\"")]
    [InlineData("[ { \"fault\": \"swap\", \"meter\": 1, \"identification\": \"1234\" } ]", 1, 52, "\"identification\" is eight digits")]
    [InlineData("[ { \"fault\": \"late\", \"from\": \"00:02:00\", \"until\": \"00:01:00\" } ]", 1, 3, "\"until\" is not later than \"from\"")]
    [InlineData("[ { \"fault\": \"late\", \"firstRequest\": 3, \"lastRequest\": 2 } ]", 1, 3, "\"lastRequest\" is before")]
    [InlineData("[ { \"fault\": \"cut-off\", \"how\": \"quietly\" } ]", 1, 32, "\"how\" is closed, unplugged or silent")]
    [InlineData("[ 5 ]", 1, 3, "a fault is an object")]
    [InlineData("{ \"fault\": \"late\" }", 1, 1, "a script is a list")]
    [InlineData("[ { \"fault\": \"late\" }", 1, 22, "the file ends in the middle")]
    [InlineData("[\n\n { 'fault': \"late\" } ]", 3, 4, "this is not JSON")]
    [InlineData("[ ] ]", 1, 5, "this is not JSON")]
    [InlineData("", 1, 1, "the file ends in the middle")]
    public void What_is_wrong_is_told_with_its_line_and_column(string text, int line, int column, string message)
    {
        Assert.Null(FaultScriptFile.Read("bad.json", Encoding.UTF8.GetBytes(text), meters: 12, out var issues));
        var issue = Assert.Single(issues);
        Assert.Equal((line, column), (issue.Line, issue.Column));
        Assert.StartsWith(message, issue.Message, StringComparison.Ordinal);
        Assert.StartsWith($"bad.json:{line}:{column}: error: ", $"{issue}", StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_found_in_one_go()
    {
        const string Text = "[ { \"fault\": \"slow\" },\n { \"fault\": \"late\", \"delay\": 5, \"byte\": 1 },\n { \"fault\": \"echo\" } ]";
        FaultScriptFile.Read("bad.json", Encoding.UTF8.GetBytes(Text), meters: 12, out var issues);
        Assert.Equal([(1, 14), (2, 30), (2, 33)], issues.Select(issue => (issue.Line, issue.Column)));
    }

    [Fact]
    public void A_file_that_is_too_long_is_refused()
    {
        Assert.Null(FaultScriptFile.Read("long.json", new byte[FaultScriptFile.MaximumLength + 1], meters: 12, out var issues));
        Assert.Single(issues);
    }

    [Fact]
    public void No_file_at_all_makes_the_reader_throw_or_say_nothing()
    {
        var random = new Random(5);
        var good = Encoding.UTF8.GetBytes(Good);
        for (var round = Rounds.Of(quick: 2_000, ci: 50_000, full: 1_000_000); round > 0; round--)
        {
            var script = FaultScriptFile.Read("any.json", Mutations.Mutate(random, good), meters: 12, out var issues);
            Assert.True(script is not null ^ issues.Count > 0);
        }
    }

    [Fact]
    public void A_byte_order_mark_does_not_shift_the_columns()
    {
        FaultScriptFile.Read("bad.json", [0xEF, 0xBB, 0xBF, .. "[ 5 ]"u8], meters: 12, out var issues);
        Assert.Equal((1, 3), (issues[0].Line, issues[0].Column));
    }
}
