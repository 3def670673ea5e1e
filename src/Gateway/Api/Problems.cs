using System.Globalization;
using Gateway.Access;
using Metering;

namespace Gateway.Api;

/// <summary>Tells every fault of the interface in one form (RFC 9457).</summary>
internal sealed partial class Problems(RequestDelegate next, ILogger<Problems> log)
{
    private const string Detail = "problem";

    /// <summary>What is wrong with the request of a person, in words; null: nothing that has words.</summary>
    public static string? DetailOf(HttpContext context) => context.Items[Detail] as string;

    /// <summary>One request.</summary>
    public async Task InvokeAsync(HttpContext context)
    {
        try
        {
            await next(context);
        }
        catch (ApiException e)
        {
            await RefuseAsync(context, e.Status, e.Message, e.Errors);
        }
        catch (AccessException e)
        {
            await RefuseAsync(context, StatusOf(e, context.Response, StatusCodes.Status400BadRequest), e.Message, e.Field.Length == 0 ? null : new Dictionary<string, string[]>(StringComparer.Ordinal) { [e.Field] = [e.Message] });
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

    /// <summary>The status of what is refused; who has to wait is told how long (RFC 9110, 10.2.3).</summary>
    /// <param name="refusal">What is refused.</param>
    /// <param name="response">The answer to it.</param>
    /// <param name="otherwise">The status where it is nothing unknown, and nobody has to wait.</param>
    internal static int StatusOf(AccessException refusal, HttpResponse response, int otherwise)
    {
        if (refusal.Wait <= TimeSpan.Zero)
        {
            return refusal.IsUnknown ? StatusCodes.Status404NotFound : otherwise;
        }

        response.Headers.RetryAfter = Math.Ceiling(refusal.Wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return StatusCodes.Status429TooManyRequests;
    }

    private static Task RefuseAsync(HttpContext context, int status, string detail, IDictionary<string, string[]>? errors = null)
    {
        if (context.Response.HasStarted)
        {
            context.Abort();
            return Task.CompletedTask;
        }

        if (!context.IsForProgram())
        {
            context.Response.StatusCode = status;
            context.Items[Detail] = detail;
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
