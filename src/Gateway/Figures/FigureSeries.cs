namespace Gateway.Figures;

/// <summary>One of the values of a figure that is split.</summary>
/// <param name="Labels">The values of its labels.</param>
/// <param name="Value">The value.</param>
/// <param name="Words">The labels for people; null: as they are.</param>
internal readonly record struct FigureSeries(IReadOnlyList<string> Labels, double Value, string? Words = null)
{
    /// <summary>A value by one label.</summary>
    public static FigureSeries Of(string label, double value, string? words = null) => new([label], value, words);

    /// <summary>A value for each member of an enumeration, also where it is zero, so that a rate begins with the first.</summary>
    /// <param name="valueOf">Gives the value.</param>
    /// <param name="but">Members that are left out.</param>
    public static IEnumerable<FigureSeries> OfEach<T>(Func<T, double> valueOf, params T[] but)
        where T : struct, Enum => LabelsOf<T>.All.Where(one => !but.Contains(one.Member)).Select(one => new FigureSeries(one.Label, valueOf(one.Member)));

    /// <summary>A member's name as a label has it: <c>NoAnswer</c> is <c>no_answer</c>.</summary>
    public static string LabelOf<T>(T member)
        where T : struct, Enum => string.Concat($"{member}".Select((letter, place) => char.IsAsciiLetterUpper(letter) && place > 0 ? $"_{char.ToLowerInvariant(letter)}" : $"{char.ToLowerInvariant(letter)}"));

    private static class LabelsOf<T>
        where T : struct, Enum
    {
        public static readonly (T Member, IReadOnlyList<string> Label)[] All = [.. Enum.GetValues<T>().Select(member => (member, (IReadOnlyList<string>)[LabelOf(member)]))];
    }
}
