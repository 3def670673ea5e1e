using Gateway.Access;
using Microsoft.OpenApi;

namespace Gateway.Api;

/// <summary>The description of the interface for programs that make clients of it (OpenAPI), <c>/api/v1/openapi.json</c>.</summary>
internal static class OpenApiDescription
{
    /// <summary>The beginning of all addresses.</summary>
    public static readonly string Root = $"{ApiEndpoints.Root[1..]}/";

    private const string Scheme = "token";

    /// <summary>Adds what makes the description.</summary>
    public static IServiceCollection AddDescription(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.ShouldInclude = description => description.RelativePath?.StartsWith(Root, StringComparison.Ordinal) == true;
        options.AddDocumentTransformer(Head);
        options.AddOperationTransformer(OperationDescription.ApplyAsync);
    });

    /// <summary>Maps the description.</summary>
    public static void MapDescription(this WebApplication app) => app.MapOpenApi($"/{Root}openapi.json").For(Role.Viewer);

    /// <summary>Operations stand together by what they are about, the first part of their address: <c>Meters</c>.</summary>
    public static RouteGroupBuilder TagByAddress(this RouteGroupBuilder api)
    {
        ((IEndpointConventionBuilder)api).Add(endpoint =>
        {
            var about = ((RouteEndpointBuilder)endpoint).RoutePattern.RawText!.Trim('/')[Root.Length..].Split('/')[0];
            endpoint.Metadata.Add(new TagsAttribute($"{char.ToUpperInvariant(about[0])}{about[1..]}"));
        });
        return api;
    }

    private static Task Head(OpenApiDocument document, Microsoft.AspNetCore.OpenApi.OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo { Title = "Metering gateway", Version = ProgramVersion.Text, Description = "Meters, readings, mappings, reports and events. docs/api.md has examples." };
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [Scheme] = new OpenApiSecurityScheme { Type = SecuritySchemeType.Http, Scheme = "bearer", Description = "A token that an administrator made." },
        };
        document.Security = [new OpenApiSecurityRequirement { [new OpenApiSecuritySchemeReference(Scheme, document)] = [] }];
        document.AddComponent<IOpenApiSchema>(ProblemDescription.Name, ProblemDescription.Schema);
        return Task.CompletedTask;
    }
}
