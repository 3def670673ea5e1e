using Gateway.Configuration;
using Microsoft.OpenApi;

namespace Gateway.Api;

/// <summary>What an operation takes and answers, where its code reads and writes it by hand.</summary>
/// <param name="fields">The fields that it takes, each with what it is: <c>name text, active flag</c>; empty: none, or whatever its words say.</param>
internal sealed class OperationBody(string fields = "")
{
    private static readonly Dictionary<string, Func<OpenApiSchema>> Kinds = new(StringComparer.Ordinal)
    {
        ["text"] = () => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null },
        ["flag"] = () => new OpenApiSchema { Type = JsonSchemaType.Boolean | JsonSchemaType.Null },
        ["number"] = () => new OpenApiSchema { Type = JsonSchemaType.Integer | JsonSchemaType.Null },
        ["numbers"] = () => new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.Integer } },
        ["texts"] = () => new OpenApiSchema { Type = JsonSchemaType.Array | JsonSchemaType.Null, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
        ["duration"] = () => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = DurationText.Allowed },
        ["moment"] = () => new OpenApiSchema { Type = JsonSchemaType.String | JsonSchemaType.Null, Description = "a date or a time, ISO 8601; without an offset it is UTC" },
        ["object"] = () => new OpenApiSchema { Type = JsonSchemaType.Object | JsonSchemaType.Null },
    };

    /// <summary>The names of the fields.</summary>
    public IReadOnlyList<string> Fields { get; } = [.. fields.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' ')[0])];

    /// <summary>The status of a good answer; null: what the code itself tells.</summary>
    public int? Status { get; init; }

    /// <summary>The resource that is answered; null: none, or a file.</summary>
    public Type? Answer { get; init; }

    /// <summary>The type of the file that is answered; null: it is none.</summary>
    public string? File { get; init; }

    /// <summary>The object that is taken; no other fields are allowed.</summary>
    public OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Object,
        AdditionalPropertiesAllowed = false,
        Properties = fields.Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(one => one.Split(' '))
            .ToDictionary(one => one[0], IOpenApiSchema (one) => Kinds[one[1]](), StringComparer.Ordinal),
    };

    /// <summary>The good answer; a resource is one that another operation answers too, and described there.</summary>
    /// <param name="document">The description.</param>
    public OpenApiResponse? ResponseIn(OpenApiDocument? document) => Status is null ? null : new OpenApiResponse
    {
        Description = Microsoft.AspNetCore.WebUtilities.ReasonPhrases.GetReasonPhrase(Status.Value),
        Content = Answer is { } type ? ContentOf("application/json", new OpenApiSchemaReference(type.Name, document))
            : File is { } file ? ContentOf(file, new OpenApiSchema())
            : null,
    };

    private static Dictionary<string, OpenApiMediaType> ContentOf(string type, IOpenApiSchema schema) =>
        new(StringComparer.Ordinal) { [type] = new OpenApiMediaType { Schema = schema } };
}
