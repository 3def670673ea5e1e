using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Gateway.Api;

/// <summary>How a refusal is described (RFC 9457).</summary>
internal static class ProblemDescription
{
    /// <summary>The name of its schema.</summary>
    public const string Name = "Problem";

    /// <summary>What it holds.</summary>
    public static OpenApiSchema Schema => new()
    {
        Type = JsonSchemaType.Object,
        Description = "What is wrong (RFC 9457).",
        Properties = new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal)
        {
            ["type"] = Text("an address that names the status"),
            ["title"] = Text("the status in a word or two"),
            ["status"] = new OpenApiSchema { Type = JsonSchemaType.Integer, Description = "the status" },
            ["detail"] = Text("what is wrong and what can be given instead, in words"),
            ["instance"] = Text("the address that was asked for"),
            ["errors"] = new OpenApiSchema
            {
                Type = JsonSchemaType.Object,
                Description = "what is wrong by field; missing where it is no field",
                AdditionalProperties = new OpenApiSchema { Type = JsonSchemaType.Array, Items = new OpenApiSchema { Type = JsonSchemaType.String } },
            },
        },
    };

    /// <summary>The answer with a status.</summary>
    /// <param name="status">The status.</param>
    /// <param name="document">The description.</param>
    public static OpenApiResponse Of(int status, OpenApiDocument? document) => new()
    {
        Description = ReasonPhrases.GetReasonPhrase(status),
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
        {
            ["application/problem+json"] = new OpenApiMediaType { Schema = new OpenApiSchemaReference(Name, document) },
        },
    };

    private static OpenApiSchema Text(string description) => new() { Type = JsonSchemaType.String, Description = description };
}
