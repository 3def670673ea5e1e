using System.Globalization;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary>How far a search has come: one line that is written over on a terminal, what a person should know of as lines of their own.</summary>
internal sealed class ScanProgress(TextWriter output)
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;
    private int _remarks;
    private string? _lineFault;

    /// <summary>Shows how far it is now.</summary>
    public void Show(SearchResource search)
    {
        foreach (var remark in search.Remarks.Skip(_remarks))
        {
            WriteLine(remark);
        }

        _remarks = Math.Max(_remarks, search.Remarks.Count);
        if (search.LineFault != _lineFault)
        {
            WriteLine(search.LineFault is { } fault ? $"{fault} The search waits for the line." : "The line works again.");
            _lineFault = search.LineFault;
        }

        if (_isTerminal)
        {
            Overwrite(string.Create(
                CultureInfo.InvariantCulture,
                $"{Rate(search)}{search.Tried} tried, {search.Found.Count} found, {search.Remaining} to go{Left(search.TimeLeft)} ({search.Address})"));
        }
    }

    /// <summary>A person has stopped it.</summary>
    public void Stopped(bool canResume) => WriteLine(canResume ? "Stopped; scan --resume goes on." : "Stopped.");

    /// <summary>Clears the line, and says what was left open.</summary>
    public void End(SearchResource search)
    {
        if (_isTerminal)
        {
            Overwrite("");
        }

        foreach (var unresolved in search.Unresolved)
        {
            output.WriteLine($"{unresolved}: several meters with one identification that nothing tried tells apart; try --thorough, give one of them another, or read them by primary address.");
        }
    }

    private static string Rate(SearchResource search) => search.Options.BaudRates.Count > 1 ? $"{search.BaudRate} Bd: " : "";

    private static string Left(TimeSpan? left) => left switch
    {
        null => "",
        { TotalMinutes: >= 1.5 } => string.Create(CultureInfo.InvariantCulture, $", {left.Value.TotalMinutes:F0} min left"),
        _ => string.Create(CultureInfo.InvariantCulture, $", {left.Value.TotalSeconds:F0} s left"),
    };

    private void WriteLine(string text)
    {
        Overwrite(text);
        output.WriteLine();
    }

    private void Overwrite(string text) => output.Write(_isTerminal ? $"\r{text}\e[K" : text);
}
