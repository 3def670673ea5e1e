using System.Globalization;

namespace Benchmarks;

/// <summary>Options of the command line, each <c>--name value</c>.</summary>
internal static class Options
{
    /// <summary>The value of an option; null when it is not there.</summary>
    public static string? Text(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var index && index + 1 < options.Length ? options[index + 1] : null;

    /// <summary>The number that an option gives.</summary>
    public static int Number(string[] options, string name, int otherwise) =>
        Text(options, name) is { } text ? int.Parse(text, CultureInfo.InvariantCulture) : otherwise;

    /// <summary>A server in words, which end with the next option.</summary>
    public static Peer? Peer(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var index
            ? Benchmarks.Peer.Parse([.. options.Skip(index + 1).SelectMany(word => word.Split(' ')).TakeWhile(word => !word.StartsWith('-'))])
            : null;
}
