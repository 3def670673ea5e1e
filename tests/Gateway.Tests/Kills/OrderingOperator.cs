using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Gateway.Api;
using Metering;

namespace Gateway.Tests.Kills;

/// <summary>
/// Somebody at the local interface who has meters read one after the other, sends the reports again and again and looks at the events, and begins anew
/// whenever the service is another one.
/// </summary>
internal sealed class OrderingOperator(string data, IReadOnlyList<Meter> meters, IReadOnlyList<string> reports, Told told)
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    /// <summary>Uses the service until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        while (!end.IsCancellationRequested)
        {
            try
            {
                if (ServiceToken.Read(data) is { } service)
                {
                    await UseAsync(service, end);
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or OperationCanceledException or JsonException)
            {
                // it was killed, or the file is that of a service that was
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }

    /// <summary>Whether a report has nothing left to send; asks for it to be sent otherwise.</summary>
    public static async Task<bool> IsDrainedAsync(string data, string report)
    {
        using var http = ClientOf(ServiceToken.Read(data)!.Value);
        var shown = await http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/push/reports/{report}", UriKind.Relative));
        if (shown.GetProperty("unsent").GetInt64() == 0)
        {
            return true;
        }

        await SendAsync(http, report, CancellationToken.None);
        return false;
    }

    private async Task UseAsync((Uri Address, string Token) service, CancellationToken end)
    {
        using var http = ClientOf(service);
        await LookAsync(http, end);
        while (!end.IsCancellationRequested)
        {
            foreach (var report in reports)
            {
                await SendAsync(http, report, end);
            }

            await ReadAsync(http);
        }
    }

    /// <summary>An order is followed to its end: when the operator has ended, none is under way.</summary>
    private async Task ReadAsync(HttpClient http)
    {
        var from = DateTimeOffset.UtcNow;
        using var answer = await http.PostAsJsonAsync("/api/v1/readouts", new { meters = meters.Select(meter => meter.Id.Value) });
        answer.EnsureSuccessStatusCode();
        var readout = await answer.Content.ReadFromJsonAsync<JsonElement>();
        while (!readout.GetProperty("isDone").GetBoolean())
        {
            await Task.Delay(Pause);
            readout = await http.GetFromJsonAsync<JsonElement>(new Uri($"/api/v1/readouts/{readout.GetProperty("id")}", UriKind.Relative));
        }

        foreach (var meter in readout.GetProperty("meters").EnumerateArray().Where(meter => meter.GetProperty("isRead").GetBoolean()))
        {
            told.Add(new(new MeterId(meter.GetProperty("id").GetInt32()), from, DateTimeOffset.UtcNow, Time: null));
        }
    }

    /// <summary>The last events of the gateway.</summary>
    private async Task LookAsync(HttpClient http, CancellationToken end)
    {
        var page = await http.GetFromJsonAsync<JsonElement>(new Uri("/api/v1/events?meter=gateway&log=standard&most=20", UriKind.Relative), end);
        foreach (var entry in page.GetProperty("events").EnumerateArray())
        {
            told.Events[entry.GetProperty("number").GetInt64()] = $"{entry.GetProperty("code")} {entry.GetProperty("message").GetString()}";
        }
    }

    private static async Task SendAsync(HttpClient http, string report, CancellationToken end)
    {
        using var answer = await http.PostAsync(new Uri($"/api/v1/push/reports/{report}/send", UriKind.Relative), content: null, end);
        answer.EnsureSuccessStatusCode();
    }

    private static HttpClient ClientOf((Uri Address, string Token) service) =>
        new() { BaseAddress = service.Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", service.Token) } };
}
