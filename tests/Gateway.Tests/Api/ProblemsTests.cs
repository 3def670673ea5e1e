using System.Text.Json;
using Gateway.Api;
using Gateway.Tests.Harness;
using Metering;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace Gateway.Tests.Api;

/// <summary>What the interface answers when a change cannot be stored.</summary>
public class ProblemsTests
{
    [Theory]
    [InlineData(StoreFault.Full, 507)]
    [InlineData(StoreFault.Busy, 503)]
    [InlineData(StoreFault.Device, 503)]
    [InlineData(StoreFault.BadValue, 500)]
    public async Task A_change_that_cannot_be_stored_is_answered_with_the_reason_and_one_line_in_the_log(StoreFault fault, int status)
    {
        var log = new RecordingLogger<Problems>();
        var problems = new Problems(_ => throw new StoreException(fault, "gateway.db", "the reason."), log);
        using var services = new ServiceCollection().AddLogging().AddProblemDetails().BuildServiceProvider();
        using var body = new MemoryStream();
        var context = new DefaultHttpContext { RequestServices = services };
        context.Request.Method = HttpMethods.Patch;
        context.Request.Path = "/api/v1/meters/1";
        context.Response.Body = body;

        await problems.InvokeAsync(context);

        Assert.Equal(status, context.Response.StatusCode);
        Assert.Equal("gateway.db: the reason.", JsonDocument.Parse(body.ToArray()).RootElement.GetProperty("detail").GetString());
        Assert.Equal([$"Error: PATCH {context.Request.Path} failed: gateway.db: the reason."], log.Messages);
    }
}
