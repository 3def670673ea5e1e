using System.Buffers;
using System.Text;
using Gateway.Diagnosis;
using Gateway.Figures;

namespace Gateway.Tests.Figures;

/// <summary>How figures are written for Prometheus.</summary>
public class PrometheusTextTests
{
    [Fact]
    public void A_group_is_written_figure_by_figure_with_the_labels_of_rows_and_splits()
    {
        (string Name, long Sent, double? Since)[] rows = [("cellar", 7, null), ("attic", 0, 1.5)];
        var group = new FigureGroupOf<(string Name, long Sent, double? Since)>("Buses", ["bus"], () => [.. rows.Select(row => ((IReadOnlyList<string>)[row.Name], row))])
        {
            { new Figure("sent_bytes_total", FigureKind.Counter, FigureUnit.Bytes, "Sent", "Bytes sent."), row => row.Sent },
            { new Figure("since_seconds", FigureKind.Gauge, FigureUnit.Seconds, "Since", "A \\ and\nan end."), row => row.Since },
            {
                new Figure("faults_total", FigureKind.Counter, FigureUnit.Number, "Faults", "Faults.") { Splits = ["kind"] },
                row => [FigureSeries.Of("a", row.Sent), FigureSeries.Of("b", 0)]
            },
        };
        Assert.Equal(
            """
            # HELP sent_bytes_total Bytes sent.
            # TYPE sent_bytes_total counter
            sent_bytes_total{bus="cellar"} 7
            sent_bytes_total{bus="attic"} 0
            # HELP since_seconds A \\ and\nan end.
            # TYPE since_seconds gauge
            since_seconds{bus="attic"} 1.5
            # HELP faults_total Faults.
            # TYPE faults_total counter
            faults_total{bus="cellar",kind="a"} 7
            faults_total{bus="cellar",kind="b"} 0
            faults_total{bus="attic",kind="a"} 0
            faults_total{bus="attic",kind="b"} 0

            """.ReplaceLineEndings("\n"),
            Write(group));
    }

    [Fact]
    public void A_label_that_a_person_has_written_stays_one_label()
    {
        const string name = "a\"} 1\nup{x=\"\\";
        var group = new FigureGroupOf<int>("Group", ["name"], () => [([name], 3)]) { { new Figure("up", FigureKind.Gauge, FigureUnit.Number, "Up", "Up."), row => row } };
        Assert.Equal("up{name=\"a\\\"} 1\\nup{x=\\\"\\\\\"} 3", Write(group).Split('\n')[2]);
        Assert.Single(Exposition.Parse(Write(group)).Values);
    }

    [Fact]
    public void Response_times_are_a_histogram_whose_steps_add_up()
    {
        var times = new ResponseTimes();
        foreach (var milliseconds in new[] { 10, 25, 26, 190, 9000 })
        {
            times.Note(TimeSpan.FromMilliseconds(milliseconds));
        }

        var histogram = FigureHistogram.Of(times.Figures());
        var group = new FigureGroupOf<FigureHistogram>("Group", () => histogram) { { new Figure("response_seconds", FigureKind.Histogram, FigureUnit.Seconds, "Time", "Time."), row => row } };
        var read = Exposition.Parse(Write(group)).Values;
        Assert.Equal(2, read["response_seconds_bucket{le=\"0.025\"}"]);
        Assert.Equal(3, read["response_seconds_bucket{le=\"0.05\"}"]);
        Assert.Equal(4, read["response_seconds_bucket{le=\"0.2\"}"]);
        Assert.Equal(4, read["response_seconds_bucket{le=\"5\"}"]);
        Assert.Equal((5.0, 9.251, 16), (read["response_seconds_count"], read["response_seconds_sum"], read.Count));
        Assert.Contains("response_seconds_bucket{le=\"+Inf\"} 5\n", Write(group), StringComparison.Ordinal);
        Assert.Equal((0.2, null), (histogram.Within(0.8), histogram.Within(0.95)));
        Assert.Null(FigureHistogram.Of(null).Within(0.95));
    }

    private static string Write(FigureGroup group)
    {
        var output = new ArrayBufferWriter<byte>();
        group.Collect(new PrometheusText(output));
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
