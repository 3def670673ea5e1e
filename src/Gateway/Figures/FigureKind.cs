namespace Gateway.Figures;

/// <summary>How a figure behaves, in Prometheus' words.</summary>
internal enum FigureKind
{
    /// <summary>It only grows, and begins again at zero with the service.</summary>
    Counter,

    /// <summary>It goes up and down.</summary>
    Gauge,

    /// <summary>How many of what was measured fell into which step.</summary>
    Histogram,
}
