using System.Text.Json;
using Gateway.Api;
using Gateway.Tests.Harness;
using Metering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Api;

/// <summary>What the interface answers when a change cannot be stored.</summary>
public class LocalAccessTests
{
    [Theory]
    [InlineData(StoreFault.Full, 507)]
    [InlineData(StoreFault.Busy, 503)]
    [InlineData(StoreFault.Device, 503)]
    [InlineData(StoreFault.BadValue, 500)]
    public async Task A_change_that_cannot_be_stored_is_answered_with_the_reason_and_one_line_in_the_log(StoreFault fault, int status)
    {
        var (log, token) = (new RecordingLogger<LocalAccess>(), new ServiceToken());
        var access = new LocalAccess(_ => throw new StoreException(fault, "gateway.db", "the reason."), token, log);
        using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = HttpMethods.Patch;
        context.Request.Host = new HostString("localhost");
        context.Request.Path = "/health/of-a-request-without-token";
        context.Response.Body = body;

        await access.InvokeAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("gateway.db: the reason.", JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("detail").GetString());
        Assert.Equal([$"Error: PATCH {context.Request.Path} failed: gateway.db: the reason."], log.Messages);
    }
}
