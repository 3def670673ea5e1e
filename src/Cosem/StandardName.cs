using System.Globalization;

namespace Cosem;

/// <summary>The names that the standards' enumerations have: <c>read-write-denied</c> for <see cref="DataAccessResult.ReadWriteDenied"/>.</summary>
public static class StandardName
{
    /// <summary>The name; of a value that the standard does not name the number alone.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value)
        ? string.Concat(value.ToString().Select((c, i) => char.IsUpper(c) ? $"{(i > 0 ? "-" : "")}{char.ToLowerInvariant(c)}" : $"{c}"))
        : value.ToString("d");

    /// <summary>The name and the number that stands for it on the wire: <c>read-write-denied (3)</c>.</summary>
    public static string WithNumber<T>(T value)
        where T : struct, Enum => Enum.IsDefined(value) ? string.Create(CultureInfo.InvariantCulture, $"{Of(value)} ({value:d})") : $"result {value:d}";
}
