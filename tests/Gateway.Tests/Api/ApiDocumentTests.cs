using System.Net.Http.Headers;
using System.Text;
using Gateway.Api;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Api;

/// <summary>docs/api.md is true: its examples are run as they stand there.</summary>
public class ApiDocumentTests
{
    [Fact]
    public async Task Every_example_does_what_the_page_says()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=3");
        await gateway.AllAreReadAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{gateway.HttpPort}") };
        var examples = ApiDocument.Examples.ToList();
        Assert.True(examples.Count >= 12);
        foreach (var example in examples)
        {
            Assert.Contains(("Authorization", "Bearer $TOKEN"), example.Fields);
            using var request = new HttpRequestMessage(new HttpMethod(example.Method), example.Path);
            request.Content = example.Body is null ? null : new StringContent(example.Body, Encoding.UTF8);
            foreach (var (name, value) in example.Fields)
            {
                if (name == "Content-Type")
                {
                    request.Content!.Headers.ContentType = MediaTypeHeaderValue.Parse(value);
                }
                else
                {
                    Assert.True(request.Headers.TryAddWithoutValidation(name, value.Replace("$TOKEN", gateway.Get<ServiceToken>().Text, StringComparison.Ordinal)));
                }
            }

            using var response = await http.SendAsync(request);
            var text = await response.Content.ReadAsStringAsync();
            Assert.True(example.Status is { } status ? (int)response.StatusCode == status : response.IsSuccessStatusCode, $"{example.Method} {example.Path}: {response.StatusCode} {text}");
        }
    }

    [Fact]
    public void The_page_names_the_columns_and_words_that_there_are()
    {
        foreach (var state in Enum.GetNames<Metering.LastReadoutState>())
        {
            Assert.Contains(char.ToLowerInvariant(state[0]) + state[1..], ApiDocument.Text, StringComparison.Ordinal);
        }

        Assert.All(ProfileReader.Kinds.Keys, profile => Assert.Contains($"`{profile}`", ApiDocument.Text, StringComparison.Ordinal));
    }
}
