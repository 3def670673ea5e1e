using System.Globalization;
using Cosem;
using Dlms.Xdlms;
using Gateway.LogicalDevices;
using Metering.Events;
using Metering.Storage;
using Testing;

namespace Gateway.Tests;

/// <summary>docs/events.md says what the program does.</summary>
public class EventsPageTests
{
    private static readonly string Page = File.ReadAllText(Repository.File("docs", "events.md"));

    [Fact]
    public void Every_code_is_documented_and_every_documented_code_is_there()
    {
        var documented = Rows().Where(row => int.TryParse(row[0], CultureInfo.InvariantCulture, out _)).Select(row => $"{row[0]} {row[1]} {row[2]}");
        Assert.Equal(EventCodes.All.Select(definition => $"{(int)definition.Code} {definition.Name} {Logs(definition)}"), documented);
        Assert.Equal("M-Bus status", Assert.Single(Rows(), row => row[0] == "4000-4255")[1]);
        Assert.All(Rows(), row => Assert.Equal(6, row.Length));
    }

    [Fact]
    public void The_sizes_are_those_of_the_store()
    {
        Assert.Contains($"| {SqliteEventStore.GatewayCapacity:N0} |", Page, StringComparison.Ordinal);
        Assert.Contains($"| {SqliteEventStore.MeterCapacity:N0} |", Page, StringComparison.Ordinal);
        Assert.Contains($"at most {EventMessage.MaxLength} characters", Page, StringComparison.Ordinal);
        Assert.Contains($"the newest {Events.EventLog.MostWaiting:N0} events", Page, StringComparison.Ordinal);
    }

    [Fact]
    public void The_row_and_the_request_on_the_wire_are_right()
    {
        var zone = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");
        var at = new DateTimeOffset(2026, 11, 1, 11, 0, 0, TimeSpan.Zero);
        var text = string.Concat(Page.Split('\n').Select(line => line.TrimStart().Split("    ")[0].Replace(" ", "", StringComparison.Ordinal)));
        Assert.Contains($"0202090C{Convert.ToHexString(CosemDateTime.FromMoment(at, zone).ToOctets().Span)}120064", text, StringComparison.Ordinal);

        var day = CosemDateTime.NotSpecified with { Year = 2026, Month = 11, Day = 1, Hour = 0, Minute = 0, Second = 0 };
        var access = new RangeDescriptor(day, day with { Day = 2 }, []).ToSelectiveAccess();
        var request = new GetRequest.Normal(new InvokeIdAndPriority(0xC1), new AttributeDescriptor(ClassId.ProfileGeneric, Obis.EventLog(EventLogKind.Fraud), 2, access));
        Assert.Contains(Convert.ToHexString(request.ToArray()), text, StringComparison.Ordinal);
    }

    private static string Logs(EventDefinition definition) => definition switch
    {
        { Code: EventCode.EventLogCleared } => "the log cleared",
        { Logs: EventDestinations.OwnLog } => "the log",
        { Logs: EventDestinations.GatewayStandard } => "G",
        { Logs: EventDestinations.MeterStandard } => "M",
        { Logs: EventDestinations.GatewayFraud } => "F",
        _ => "G, M",
    };

    private static IEnumerable<string[]> Rows() => Page.Split('\n')
        .SkipWhile(line => !line.StartsWith("| code |", StringComparison.Ordinal))
        .Skip(2)
        .TakeWhile(line => line.StartsWith('|'))
        .Select(line => line.Trim('|').Split('|', StringSplitOptions.TrimEntries));
}
