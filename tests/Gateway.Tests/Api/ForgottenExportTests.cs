using System.Net;
using Gateway.Api;
using Gateway.LogicalDevices;
using Metering;
using Metering.Profiles;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Gateway.Tests.Api;

/// <summary>An export whose readings go while it begins.</summary>
public class ForgottenExportTests(WaterGateway fixture) : IClassFixture<WaterGateway>
{
    [Fact]
    public async Task It_is_told_as_what_passes_and_not_as_a_file()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        builder.Services.AddSingleton(fixture.Running.Installation);
        builder.Services.AddSingleton(fixture.Running.Meters);
        builder.Services.AddSingleton(fixture.Running.Readouts);
        builder.Services.AddSingleton<IMeterProfiles, Forgetful>();
        await using var app = builder.Build();
        app.UseMiddleware<Problems>();
        app.MapGroup(ApiEndpoints.Root).MapExport();
        await app.StartAsync(TestContext.Current.CancellationToken);

        using var client = new HttpClient();
        using var response = await client.GetAsync(new Uri($"{app.Urls.Single()}/api/v1/export/readings?meters=2&format=jsonl"), TestContext.Current.CancellationToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "application/problem+json", null), (response.StatusCode, response.Content.Headers.ContentType?.MediaType, response.Content.Headers.ContentDisposition));
        Assert.Contains("ask again", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    private sealed class Forgetful : IMeterProfiles
    {
        public IMeterProfile Of(Meter meter, ProfileKind kind) => throw new ForgottenReadingException(WaterGateway.First);
    }
}
