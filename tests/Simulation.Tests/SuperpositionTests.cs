using MBus.LevelConverter;
using Simulation.Values;
using Testing;

namespace Simulation.Tests;

public sealed class SuperpositionTests
{
    private const int BaudRate = 2400;

    // A character takes 4.58 ms at 2400 baud.
    private static readonly TimeSpan Character = TimeSpan.FromTicks(11 * TimeSpan.TicksPerSecond / BaudRate);

    [Fact]
    public void Equal_answers_at_the_same_time_pass_as_one()
    {
        Assert.Equal(["0:E5"], Heard(("E5", 0), ("E5", 0), ("E5", 0)));
    }

    [Fact]
    public void Zeros_of_both_arrive_and_wrong_parity_reads_as_zero()
    {
        // 3 and 5 have even parity and 1 odd: 0. 7 and 3 leave 3, even, but one of the parity bits was 1 and the other 0.
        Assert.Equal(["0:0003FF"], Heard(("0307", 0), ("0503FF", 0)));
    }

    [Fact]
    public void Equal_answers_out_of_step_are_junk_of_both_lengths()
    {
        var heard = Assert.Single(Heard(("01020304", 0), ("01020304", 2.5)));
        Assert.StartsWith("0:0102", heard, StringComparison.Ordinal);
        Assert.Equal("0:".Length + 12, heard.Length);
        Assert.NotEqual("0:010201020304", heard);
    }

    [Fact]
    public void An_answer_after_the_end_of_another_is_heard_by_itself()
    {
        Assert.Equal(["0:0102", "2:0304"], Heard(("0304", 2), ("0102", 0)));
    }

    private static IEnumerable<string> Heard(params (string Hex, double Characters)[] answers) => Superposition
        .Of(answers.Select(answer => new BusAnswer(Hex.Bytes(answer.Hex), answer.Characters * Character)), BusTiming.Serial(BaudRate), new Draws(new Seed(1)))
        .Select(answer => $"{answer.Delay / Character:0}:{Convert.ToHexString(answer.Bytes.Span)}");
}
