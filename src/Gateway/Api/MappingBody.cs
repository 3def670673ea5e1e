using System.Globalization;
using Metering.Mapping;

namespace Gateway.Api;

/// <summary>A mapping file as a request brings it.</summary>
internal static partial class MappingBody
{
    /// <summary>Characters of a file's name.</summary>
    private const int LongestName = 100;

    /// <summary>Reads the body of a request and checks it.</summary>
    /// <exception cref="ApiException">It is too long or no JSON by its type.</exception>
    public static async Task<(MappingFileCheck Check, ReadOnlyMemory<byte> Content)> ReadAsync(HttpRequest request)
    {
        RequestBody.NeedJson(request);
        var content = await RequestBody.ReadAsync(request, MappingFile.MaximumLength, "A mapping file");
        return (MappingFile.Check("mapping", content), content);
    }

    /// <summary>Refuses a file with errors, and one that belongs under another name.</summary>
    /// <param name="check">The checked file.</param>
    /// <param name="file">The name in the address.</param>
    /// <param name="inForce">The mappings in force.</param>
    /// <exception cref="ApiException">It is refused.</exception>
    public static MeterMapping NeedGood(MappingFileCheck check, string file, MappingCatalog inForce)
    {
        if (check.Mapping is not { } mapping)
        {
            var errors = check.Issues.Where(issue => issue.Severity == MappingSeverity.Error).ToList();
            throw new ApiException(
                StatusCodes.Status400BadRequest,
                $"The file has {errors.Count} errors and is not kept; what was in force stays so. Line {errors[0].Line}, column {errors[0].Column}: {errors[0].Message}",
                errors.GroupBy(issue => string.Create(CultureInfo.InvariantCulture, $"{issue.Line}:{issue.Column}"), issue => issue.Message, StringComparer.Ordinal)
                    .ToDictionary(place => place.Key, place => place.ToArray(), StringComparer.Ordinal));
        }

        var name = mapping.CanonicalFileName;
        var wrong = name.Length > LongestName || !Name().IsMatch(name) ? "its type gives no name for a file: give it letters or digits, and fewer than 80."
            : name != file ? $"by its type, manufacturer and version this file has the name {name}."
            : inForce.Named(name) is { } other && !ReferenceEquals(inForce.Same(mapping), other) ? $"this is the name of the mapping in force for the type {other.Type}; call the type so."
            : null;
        return wrong is null ? mapping : throw ApiException.Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { ["file"] = [wrong] });
    }

    [System.Text.RegularExpressions.GeneratedRegex(@"^[a-z0-9][a-z0-9-]*\.(?:all|[A-Z]{3})\.[0-9]{1,3}\.json$", System.Text.RegularExpressions.RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 100)]
    private static partial System.Text.RegularExpressions.Regex Name();
}
