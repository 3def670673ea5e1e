using System.Globalization;
using Gateway.Diagnosis;
using Gateway.Readout;
using MBus.Application;

namespace Gateway.CommandLine;

/// <summary>Statistics in lines of name and value.</summary>
internal static class FiguresText
{
    /// <summary>A name and its value.</summary>
    public static void Line(TextWriter output, string name, string? value) => output.WriteLine($"{name,-22}{value ?? "-"}".TrimEnd());

    /// <summary>A name and its value, where there is one.</summary>
    public static void LineIfAny(TextWriter output, string name, string? value)
    {
        if (value is not null)
        {
            Line(output, name, value);
        }
    }

    /// <summary>Readouts of a meter or of a bus.</summary>
    public static void Write(TextWriter output, ReadoutFigures figures)
    {
        Line(output, "Readouts", $"{figures.Readouts}, {figures.Complete} complete");
        foreach (var (fault, count) in figures.Faults.OrderByDescending(fault => fault.Value))
        {
            Line(output, "", $"{count} x {fault.Words()}");
        }

        foreach (var (error, count) in figures.ApplicationErrors.OrderByDescending(error => error.Value))
        {
            Line(output, "", $"{count} x application error {(byte)error}, {error.Word()}");
        }

        Line(output, "Errors in 24 h", figures.ErrorRate is { } rate ? ShownValue.Percent(rate) : null);
        Line(output, "Requests", $"{figures.Requests}, {figures.Silent} without an answer, {figures.Damaged} damaged, {figures.Foreign} answered by another meter");
        Line(output, "Telegrams", figures.Telegrams.ToString(CultureInfo.InvariantCulture));
        Line(output, "Response time", figures.ResponseTimes is { } times
            ? $"last {ShownValue.Milliseconds(times.Last)}, {ShownValue.Milliseconds(times.Least)} to {ShownValue.Milliseconds(times.Most)}, "
                + $"mean {ShownValue.Milliseconds(times.Mean)}, 95 % within {ShownValue.Milliseconds(times.Percentile95)}"
            : null);
    }
}
