using Gateway.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.OpenApi;

namespace Gateway.Api;

/// <summary>The description of the interface for programs that make clients of it (OpenAPI), <c>/api/v1/openapi.json</c>.</summary>
internal static class OpenApiDescription
{
    /// <summary>The beginning of all addresses.</summary>
    public const string Root = "api/v1/";

    private const string Scheme = "token";
    private const string Problem = "application/problem+json";

    /// <summary>Adds what makes the description.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(Root, StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(Head);
        options.AddOperationTransformer(Describe);
    });

    /// <summary>Maps the description.</summary>
    public static void MapDescription(this WebApplication app) => app.MapOpenApi($"/{Root}openapi.json").For(Role.Viewer);

    /// <summary>The least role that an endpoint asks for.</summary>
    public static Role RoleOf(IEnumerable<object> metadata) =>
        metadata.OfType<IAuthorizeData>().Select(asks => Enum.TryParse<Role>(asks.Policy, out var role) ? role : Role.Administrator).DefaultIfEmpty(Role.Administrator).Max();

    private static Task Head(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Metering gateway", Version = ProgramVersion.Text, Description = "Meters, readings, mappings, reports and events. docs/api.md has examples." };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that an administrator made." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        return Task.CompletedTask;
    }

    private static Task Describe(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var method = context.Description.HttpMethod ?? HttpMethods.Get;
        var role = RoleOf(context.Description.ActionDescriptor.EndpointMetadata);
        operation.Description = $"Role: {role.ToString().ToLowerInvariant()}.";
        var route = context.Description.RelativePath![Root.Length..];
        var body = OperationBodies.Of(method, route);
        if (OperationWords.Of(method, route) is { } text)
        {
            operation.Summary = text.Summary;
            operation.Parameters = [.. text.Path.Select(one => Parameter(one, ParameterLocation.Path)), .. text.Query.Select(one => Parameter(one, ParameterLocation.Query))];
            if (HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method))
            {
                operation.RequestBody = new OpenApiRequestBody { Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [text.Body] = new OpenApiMediaType { Schema = body is { Fields.Count: > 0 } ? body.Schema : null } } };
            }
        }

        operation.Responses ??= [];
        if (body?.ResponseIn(context.Document) is { } answer)
        {
            operation.Responses.Remove($"{StatusCodes.Status200OK}");
            operation.Responses[$"{body.Status}"] = answer;
        }

        foreach (var status in Refusals(method, context.Description.RelativePath!))
        {
            operation.Responses[$"{status}"] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(status),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [Problem] = new OpenApiMediaType() },
            };
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<int> Refusals(string method, string path) =>
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        .. path.Contains('{', StringComparison.Ordinal) ? [StatusCodes.Status404NotFound] : Array.Empty<int>(),
        .. HttpMethods.IsGet(method) ? Array.Empty<int>() : [StatusCodes.Status409Conflict, StatusCodes.Status412PreconditionFailed, StatusCodes.Status413PayloadTooLarge, StatusCodes.Status503ServiceUnavailable, StatusCodes.Status507InsufficientStorage],
    ];

    private static OpenApiParameter Parameter(KeyValuePair<string, string> one, ParameterLocation place) =>
        new() { Name = one.Key, In = place, Required = place == ParameterLocation.Path, Description = one.Value, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
