using System.Globalization;
using Gateway.Readout;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary>How far a search has come: one line that is written over on a terminal, findings as lines of their own.</summary>
internal sealed class ScanProgress(TextWriter output)
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;

    /// <summary>Shows one step.</summary>
    public void Show(SearchProgress progress)
    {
        if (Words(progress.Finding) is { } words)
        {
            Overwrite($"{progress.Address}: {words}");
            output.WriteLine();
        }

        if (_isTerminal)
        {
            Overwrite(string.Create(
                CultureInfo.InvariantCulture,
                $"{Rate(progress)}{progress.Tried} tried, {progress.Found.Count} found, {progress.Remaining} to go{Left(progress.TimeLeft)} ({progress.Address})"));
        }
    }

    /// <summary>Clears the line, and says what was left open.</summary>
    public void End(SearchProgress progress)
    {
        if (_isTerminal)
        {
            Overwrite("");
        }

        foreach (var unresolved in progress.Unresolved)
        {
            output.WriteLine($"{unresolved}: several meters with one identification that nothing tried tells apart; try --thorough, give one of them another, or read them by primary address.");
        }
    }

    private static string Rate(SearchProgress progress) => progress.Options.BaudRates.Count > 1 ? $"{progress.BaudRate} Bd: " : "";

    private static string Left(TimeSpan? left) => left switch
    {
        null => "",
        { TotalMinutes: >= 1.5 } => string.Create(CultureInfo.InvariantCulture, $", {left.Value.TotalMinutes:F0} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $", {left.Value.TotalSeconds:F0} s left"),
    };

    private static string? Words(SearchFinding finding) => finding switch
    {
        SearchFinding.SameIdentification => "several meters with one identification; what tells them apart is tried in the end",
        SearchFinding.Mute => "somebody confirmed and gave no telegram; a slow meter may need --extra-timeout",
        SearchFinding.Flooded => "whatever is asked brings bytes that are no answer: look for a damaged meter or a short circuit. Given up",
        _ => null,
    };

    private void Overwrite(string text) => output.Write(_isTerminal ? $"\r{text}\e[K" : text);
}
