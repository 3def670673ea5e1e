using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Gateway.Api;

namespace Gateway.CommandLine;

/// <summary><c>store show</c>: how much is kept, how much there will be, and what becomes of old readings.</summary>
internal static class StoreCommand
{
    /// <summary>A lag that a person may want to know of: more than a restart costs.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromDays(1);

    public static Command Create() => new("store", "Shows how many readings are kept, and how much disk they take and will take.")
    {
        ServiceVerb.Create("show", "Shows the statistics of the store.", [ServiceVerb.Json], ShowAsync),
    };

    private static async Task<int> ShowAsync(ParseResult parsed, ServiceClient client, CancellationToken cancellationToken)
    {
        var store = await client.GetAsync<StoreResource>("store", cancellationToken);
        if (parsed.GetValue(ServiceVerb.Json))
        {
            Console.WriteLine(JsonSerializer.Serialize(store, ApiJson.Options));
        }
        else
        {
            Write(Console.Out, store);
        }

        return ExitCode.Done;
    }

    private static void Write(TextWriter output, StoreResource store)
    {
        FiguresText.Line(output, "Readings", string.Create(CultureInfo.InvariantCulture, $"{store.Readings:N0}, {store.ReadingsPerDay:N0} a day"));
        FiguresText.Line(output, "Oldest", store.Oldest is { } oldest ? ShownValue.Moment(oldest) : null);
        FiguresText.Line(output, "Newest", store.Newest is { } newest ? ShownValue.Moment(newest) : null);
        FiguresText.Line(output, "Files", $"{ShownValue.Bytes(store.Length)}, {ShownValue.Bytes(store.LogLength)} of it the write-ahead log, {ShownValue.Bytes(store.Reusable)} for readings to come");
        FiguresText.Line(output, "A reading takes", string.Create(CultureInfo.InvariantCulture, $"{store.BytesPerReading:0} bytes"));
        FiguresText.Line(output, "Free on the disk", store.Free is { } free ? ShownValue.Bytes(free) : null);
        FiguresText.Line(output, "Kept for", Days(store.Retention));
        foreach (var (group, retention) in store.GroupRetention)
        {
            FiguresText.Line(output, "", $"{Days(retention)} in group {group}");
        }

        FiguresText.LineIfAny(output, "Kept longer by", store.RetentionBehind > Noticeable ? $"{Days(store.RetentionBehind)}, getting less: the gateway was off, or its clock was set" : null);
        FiguresText.Line(output, "At the end of that", string.Create(CultureInfo.InvariantCulture, $"{ShownValue.Count(store.ExpectedReadings, "reading")}, {ShownValue.Bytes(store.ExpectedLength)}"));
        FiguresText.Line(output, "Last looked through", store.RetentionRunAt is { } run ? $"{ShownValue.Moment(run)}, {ShownValue.Count(store.RetentionRemoved, "telegram")} removed" : null);
        FiguresText.LineIfAny(output, "Cannot remove", store.RetentionFault);
        FiguresText.LineIfAny(output, "Next step", store.Warning);
    }

    private static string Days(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalDays:0.#} days");
}
