namespace Gateway.Figures;

/// <summary>Something that is counted or measured.</summary>
/// <param name="Name">Its name for programs, by the conventions of Prometheus: the unit at its end, <c>_total</c> where it only grows.</param>
/// <param name="Kind">How it behaves.</param>
/// <param name="Unit">What it is measured in.</param>
/// <param name="Words">Its name for people.</param>
/// <param name="Help">What it means, in a sentence or two.</param>
internal sealed record Figure(string Name, FigureKind Kind, FigureUnit Unit, string Words, string Help)
{
    /// <summary>The labels by which it is split, beyond those of its group.</summary>
    public IReadOnlyList<string> Splits { get; init; } = [];

    /// <summary>Whether it is there only once something was tried.</summary>
    public bool NeedsTrial { get; init; }
}
