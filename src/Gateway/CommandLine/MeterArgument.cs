using System.CommandLine;
using System.Globalization;
using Gateway.Api;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary>A meter that a person names.</summary>
internal static class MeterArgument
{
    private const string Words = "by its logical device address (16), number (id:1), identification (12345678), secondary address or name";
    private const string IdPrefix = "id:";

    /// <summary>The argument for one meter.</summary>
    public static Argument<string> One() => new("METER") { Description = $"A meter {Words}." };

    /// <summary>The argument for several.</summary>
    public static Argument<string[]> Several() => new("METER") { Description = $"Meters, each {Words}.", Arity = ArgumentArity.ZeroOrMore };

    /// <summary>Finds the meter.</summary>
    /// <exception cref="RefusedException">There is none, or more than one.</exception>
    public static async Task<MeterResource> FindAsync(ServiceClient client, string text, CancellationToken cancellationToken) =>
        Find(await client.GetAsync<IReadOnlyList<MeterResource>>("meters", cancellationToken), text);

    /// <summary>Finds the meter among all.</summary>
    /// <exception cref="RefusedException">There is none, or more than one.</exception>
    public static MeterResource Find(IReadOnlyList<MeterResource> meters, string text) => meters.Where(Test(text)).ToList() switch
    {
        [var one] => one,
        [] => throw new RefusedException($"There is no meter '{text}'; meter list shows all. A meter is named {Words}."),
        var several => throw new RefusedException($"'{text}' means several meters: {string.Join(", ", several.Select(Describe))}. Give the number of one, id:{several[0].Id}."),
    };

    /// <summary>The number of a meter that is named by it, <c>id:1</c>; else null.</summary>
    public static int? IdOf(string text) =>
        text.StartsWith(IdPrefix, StringComparison.OrdinalIgnoreCase) && int.TryParse(text[IdPrefix.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    /// <summary>Number, name and address.</summary>
    public static string Describe(MeterResource meter) =>
        $"id:{meter.Id} ({(meter.Name.Length > 0 ? $"{meter.Name}, " : "")}{meter.Identity ?? $"primary address {meter.PrimaryAddress}"})";

    private static Func<MeterResource, bool> Test(string text)
    {
        if (text.StartsWith(IdPrefix, StringComparison.OrdinalIgnoreCase))
        {
            return meter => IsNumber(text[IdPrefix.Length..], meter.Id);
        }

        // names last: a meter called 16 is found by its number only
        return IsNumber(text, null) && text.Length < SecondaryAddress.Digits ? meter => IsNumber(text, meter.LogicalDevice)
            : text.Length == SecondaryAddress.Digits && text.All(char.IsAsciiHexDigit) ? meter => meter.Identity?.StartsWith(text, StringComparison.OrdinalIgnoreCase) == true
            : text.Length == 2 * SecondaryAddress.Length && text.All(char.IsAsciiHexDigit) ? meter => text.Equals(meter.Identity, StringComparison.OrdinalIgnoreCase)
            : meter => text.Equals(meter.Name, StringComparison.OrdinalIgnoreCase);
    }

    private static bool IsNumber(string text, int? wanted) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && (wanted is null || number == wanted);
}
