using MBus.Master;

namespace Gateway.CommandLine;

/// <summary>How far a search has come: one line that is written over on a terminal, findings as lines of their own.</summary>
internal sealed class ScanProgress(TextWriter output)
{
    private readonly bool _isTerminal = !Console.IsErrorRedirected;

    /// <summary>Shows one step.</summary>
    public void Show<TAddress>(SearchStep<TAddress> step, int found)
    {
        if (Words(step.Finding) is { } words)
        {
            Overwrite($"{step.Address}: {words}");
            output.WriteLine();
        }

        if (_isTerminal)
        {
            Overwrite($"{step.Tried} tried, {found} found, {step.Remaining} to go ({step.Address})");
        }
    }

    /// <summary>Clears the line.</summary>
    public void End()
    {
        if (_isTerminal)
        {
            Overwrite("");
        }
    }

    private static string? Words(SearchFinding finding) => finding switch
    {
        SearchFinding.SameIdentification => "several meters with one identification; give one of them another, or read them by primary address",
        SearchFinding.Mute => "somebody confirmed and gave no telegram",
        _ => null,
    };

    private void Overwrite(string text) => output.Write(_isTerminal ? $"\r{text}\e[K" : text);
}
