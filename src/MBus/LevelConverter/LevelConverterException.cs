using System.Diagnostics.CodeAnalysis;

namespace MBus.LevelConverter;

/// <summary>The line to the meters failed; no meter is to blame.</summary>
[SuppressMessage("Roslynator", "RCS1194", Justification = "Without its kind and the line's name the error is of no use.")]
public sealed class LevelConverterException : IOException
{
    /// <summary>An error with the line's name and what to check.</summary>
    /// <param name="error">What is wrong.</param>
    /// <param name="message">One sentence that names the line.</param>
    /// <param name="inner">What the operating system said.</param>
    public LevelConverterException(LevelConverterError error, string message, Exception? inner = null)
        : base(message, inner) => Error = error;

    /// <summary>What is wrong.</summary>
    public LevelConverterError Error { get; }
}
