namespace Metering.Events;

/// <summary>The text of an event: one line of bounded length, whoever wrote what stands in it.</summary>
public static class EventMessage
{
    /// <summary>The longest, in characters: 400, some sentences; a full log of the gateway is 4 MB at most.</summary>
    public const int MaxLength = 400;

    private const string End = "...";

    /// <summary>A text cut to its bound, with blanks in the place of control characters.</summary>
    public static string Of(string text)
    {
        var line = text.Any(char.IsControl) ? string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character)) : text;
        return line.Length <= MaxLength ? line : line[..(MaxLength - End.Length)] + End;
    }
}
