using Gateway.Access;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Gateway.Api;

/// <summary>Describes an operation by the words and bodies that are written down, and by what its endpoint says of itself: role, entity tag, limits.</summary>
internal static class OperationDescription
{
    /// <summary>Describes one.</summary>
    public static Task ApplyAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var (method, route) = (context.Description.HttpMethod ?? HttpMethods.Get, context.Description.RelativePath![OpenApiDescription.Root.Length..]);
        var (words, body, tag) = (OperationWords.Of(method, route), OperationBodies.Of(method, route), metadata.OfType<EntityTagged>().LastOrDefault());
        operation.Description = $"Role: {AccessPolicy.RoleOf(metadata).Word()}.";
        operation.Summary = words?.Summary;
        operation.Parameters = [.. words is null ? [] : ParametersOf(words), .. tag is { Changes: true } ? Conditions(method) : []];
        operation.RequestBody = words?.Body is { } type && (HttpMethods.IsPost(method) || HttpMethods.IsPut(method) || HttpMethods.IsPatch(method)) ? BodyOf(type, body) : null;
        operation.Responses ??= [];
        if (body?.ResponseIn(context.Document) is { } answer)
        {
            operation.Responses.Remove($"{StatusCodes.Status200OK}");
            operation.Responses[$"{body.Status}"] = answer;
        }

        if (tag is not null)
        {
            GiveTag(operation.Responses);
        }

        var limits = context.Description.SupportedResponseTypes.Select(told => told.StatusCode).Where(status => status >= StatusCodes.Status400BadRequest);
        foreach (var status in Refusals(method, route, takesBody: operation.RequestBody is not null, isConditional: tag is { Changes: true }).Concat(limits))
        {
            operation.Responses[$"{status}"] = ProblemDescription.Of(status, context.Document);
        }

        return Task.CompletedTask;
    }

    private static IEnumerable<int> Refusals(string method, string route, bool takesBody, bool isConditional) =>
    [
        StatusCodes.Status400BadRequest,
        StatusCodes.Status401Unauthorized,
        StatusCodes.Status403Forbidden,
        .. route.Contains('{', StringComparison.Ordinal) ? [StatusCodes.Status404NotFound] : Array.Empty<int>(),
        .. HttpMethods.IsGet(method) ? Array.Empty<int>() : [StatusCodes.Status409Conflict],
        .. isConditional ? [StatusCodes.Status412PreconditionFailed] : Array.Empty<int>(),
        .. takesBody ? [StatusCodes.Status413PayloadTooLarge, StatusCodes.Status415UnsupportedMediaType] : Array.Empty<int>(),
        .. HttpMethods.IsGet(method) ? Array.Empty<int>() : [StatusCodes.Status503ServiceUnavailable, StatusCodes.Status507InsufficientStorage],
    ];

    private static IEnumerable<OpenApiParameter> ParametersOf(OperationText words) =>
        [.. words.Path.Select(one => Parameter(one.Key, one.Value, ParameterLocation.Path)), .. words.Query.Select(one => Parameter(one.Key, one.Value, ParameterLocation.Query))];

    private static IEnumerable<OpenApiParameter> Conditions(string method)
    {
        yield return Parameter("If-Match", "the entity tag of the state that was seen: the change is made of that state only, else the answer is 412", ParameterLocation.Header);
        if (HttpMethods.IsPut(method))
        {
            yield return Parameter("If-None-Match", "*: only where there is nothing yet", ParameterLocation.Header);
        }
    }

    private static OpenApiRequestBody BodyOf(string type, OperationBody? body) => new()
    {
        Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [type] = new OpenApiMediaType { Schema = body is { Fields.Count: > 0 } ? body.Schema : null } },
    };

    /// <summary>An answer without a body is of what is no longer there.</summary>
    private static void GiveTag(OpenApiResponses responses)
    {
        foreach (var answer in responses.Where(answer => answer.Key.StartsWith('2')).Select(answer => answer.Value).OfType<OpenApiResponse>().Where(answer => answer.Content is { Count: > 0 }))
        {
            answer.Headers = new Dictionary<string, IOpenApiHeader>(StringComparer.Ordinal)
            {
                ["ETag"] = new OpenApiHeader { Description = "the entity tag of the state that is shown, for If-Match", Schema = new OpenApiSchema { Type = JsonSchemaType.String } },
            };
        }
    }

    private static OpenApiParameter Parameter(string name, string words, ParameterLocation place) =>
        new() { Name = name, In = place, Required = place == ParameterLocation.Path, Description = words, Schema = new OpenApiSchema { Type = JsonSchemaType.String } };
}
