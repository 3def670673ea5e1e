namespace Gateway.Figures;

/// <summary>What a figure is measured in.</summary>
internal enum FigureUnit
{
    /// <summary>A number of things.</summary>
    Number,

    /// <summary>A duration in seconds.</summary>
    Seconds,

    /// <summary>A length in bytes.</summary>
    Bytes,

    /// <summary>A part of one, 0 to 1.</summary>
    Ratio,

    /// <summary>A moment in seconds since 1970, UTC.</summary>
    Moment,

    /// <summary>1: yes; 0: no.</summary>
    Flag,

    /// <summary>Always 1; its labels say something.</summary>
    Text,
}
