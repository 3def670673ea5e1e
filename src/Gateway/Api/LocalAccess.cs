using Metering;

namespace Gateway.Api;

/// <summary>Lets nobody in by a foreign name, and nobody without the token except to the health checks, and tells every fault in one form (RFC 9457).</summary>
internal sealed partial class LocalAccess(RequestDelegate next, ServiceToken token, ILogger<LocalAccess> log)
{
    /// <summary>Names by which this machine calls itself; a page in a browser that a foreign name leads here is refused.</summary>
    private static readonly HashSet<string> Hosts = new(["localhost", "127.0.0.1", "[::1]"], StringComparer.OrdinalIgnoreCase);

    /// <summary>One request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        if (!Hosts.Contains(context.Request.Host.Host))
        {
            await RefuseAsync(context, StatusCodes.Status400BadRequest, $"This interface is of this machine alone: call it {string.Join(", ", Hosts)}.");
            return;
        }

        if (!context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal) && !token.IsIn(context.Request.Headers.Authorization))
        {
            context.Response.Headers.WWWAuthenticate = "Bearer";
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "Send the token of this start as Authorization: Bearer; it is in service.token in the data directory.");
            return;
        }

        try
        {
            await next(context);
        }
        catch (ApiException e)
        {
            await RefuseAsync(context, e.Status, e.Message, e.Errors);
        }
        catch (BadHttpRequestException e)
        {
            await RefuseAsync(context, e.StatusCode, e.Message);
        }
        catch (StoreException e)
        {
            LogNotStored(log, context.Request.Method, context.Request.Path, e.Message);
            await RefuseAsync(context, StatusOf(e.Fault), e.Message);
        }
        catch (Exception e) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogFailed(log, e, context.Request.Method, context.Request.Path);
            await RefuseAsync(context, StatusCodes.Status500InternalServerError, "It failed for a reason that is in the service's log.");
        }
        catch (OperationCanceledException)
        {
            // whoever asked has left
        }
    }

    /// <summary>What the store cannot do now it may do later; a value that it refuses it always refuses.</summary>
    internal static int StatusOf(StoreFault fault) => fault switch
    {
        StoreFault.Full => StatusCodes.Status507InsufficientStorage,
        StoreFault.UnknownMeter or StoreFault.NoAddressLeft or StoreFault.AddressInUse or StoreFault.BadValue => StatusCodes.Status500InternalServerError,
        _ => StatusCodes.Status503ServiceUnavailable,
    };

    private static Task RefuseAsync(HttpContext context, int status, string detail, IDictionary<string, string[]>? errors = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        var problem = errors is null
            ? Results.Problem(detail, context.Request.Path, status)
            : Results.ValidationProblem(errors, detail, context.Request.Path, status);
        return problem.ExecuteAsync(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed: {Reason}")]
    private static partial void LogNotStored(ILogger logger, string method, string path, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Path} failed")]
    private static partial void LogFailed(ILogger logger, Exception exception, string method, string path);
}
