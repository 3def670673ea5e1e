using Gateway.Checkup;
using Gateway.CommandLine;

namespace Gateway.Tests.Checkup;

/// <summary>Findings as lines.</summary>
public class FindingTextTests
{
    private static readonly Finding Finding = Finding.Bad("service", "It does not run,\nas far as is known.", "Start it: gateway run.");

    [Fact]
    public void In_a_pipe_a_finding_is_one_line()
    {
        var output = new StringWriter();
        var text = new FindingText(output, width: 0, isColoured: false);
        text.Write(Finding);
        text.Write(Finding.Ok("clock", "It is right."));
        text.WriteSummary([Verdict.Bad, Verdict.Ok]);
        Assert.Equal(
            [
                "bad   service         It does not run, as far as is known. -> Start it: gateway run.",
                "ok    clock           It is right.",
                "",
                "1 bad, 0 to look at, 1 ok.",
                "",
            ],
            output.ToString().ReplaceLineEndings("\n").Split('\n'));
    }

    [Fact]
    public void On_a_terminal_it_is_broken_between_words_and_the_verdict_has_a_colour()
    {
        var output = new StringWriter();
        new FindingText(output, width: 46, isColoured: true).Write(Finding);
        Assert.Equal(
            [
                "\e[31mbad \e[0m  service         It does not run, as far",
                "                      as is known.",
                "                      -> Start it: gateway",
                "                         run.",
                "",
            ],
            output.ToString().ReplaceLineEndings("\n").Split('\n'));
    }
}
