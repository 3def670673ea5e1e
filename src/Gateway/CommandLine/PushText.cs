using System.Globalization;
using Cosem;
using Gateway.CommandLine.Receiving;
using Metering.Events;

namespace Gateway.CommandLine;

/// <summary>A push that arrived, for people: what it is in some lines, its rows or events as a table.</summary>
internal static class PushText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, ArrivedPush arrived)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{ShownValue.Moment(arrived.At)}  from {arrived.From}, device {arrived.SourceSap} to client {arrived.DestinationSap}, {arrived.Apdu.Length} octets"));
        if (arrived.Push is not { } push)
        {
            output.WriteLine($"  NOT READ: {arrived.Fault}");
            output.WriteLine();
            return;
        }

        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  invoke-id {push.Notification.InvokeId.InvokeId}, built {BuiltAt(push.Notification.DateTime)}, {Protection(push.Protection)}"));
        if (push.Protection is { CounterGrows: false } protection)
        {
            output.WriteLine($"  COUNTER: {protection.InvocationCounter} is not above {protection.CounterBefore}; it came out of order, or somebody sent a recorded push again");
        }

        if (arrived.IsRepeated)
        {
            output.WriteLine("  REPEATED: the same invoke-id and date-time came before from this gateway");
        }

        switch (arrived.Body)
        {
            case ProfilePush profile: WriteProfile(output, profile); break;
            case EventPush events: WriteEvents(output, events); break;
            case InstallationPush installation:
                output.WriteLine($"  the meter list of {installation.Gateway} has changed, push setup {installation.PushSetup}, address {installation.Address}, system title {installation.SystemTitle}");
                break;
            default: CosemTree.Write(output, push.Notification.Body, indent: 2); break;
        }

        output.WriteLine();
    }

    /// <summary>What a code is called, as far as this program knows.</summary>
    public static string? EventName(int code) => (EventCode)code switch
    {
        >= EventCode.MeterStatus and <= EventCode.MeterStatus + byte.MaxValue => $"meter status {code - (int)EventCode.MeterStatus:X2}",
        var known when Enum.IsDefined(known) => known.ToString(),
        _ => null,
    };

    private static void WriteProfile(TextWriter output, ProfilePush profile)
    {
        output.WriteLine($"  profile {profile.Profile} of {profile.Meter} at {profile.Gateway}, push setup {profile.PushSetup}, {ShownValue.Count(profile.Rows.Length, "row")}");
        var table = new Table([.. profile.Columns.Select(column => column.Head)]);
        foreach (var row in profile.Rows)
        {
            table.Add([.. row.Select((cell, column) => profile.Columns[column].TextOf(cell))]);
        }

        table.Write(output);
    }

    private static void WriteEvents(TextWriter output, EventPush events)
    {
        var meter = events.Meter is { } of
            ? string.Create(CultureInfo.InvariantCulture, $"meter {of.Name} ({of.Manufacturer}, device type {of.DeviceType}, version {of.Version}) at ")
            : "";
        output.WriteLine($"  event log {events.Log} of {meter}{events.Gateway}, push setup {events.PushSetup}, {ShownValue.Count(events.Events.Length, "event")}");
        var table = new Table("time", "object", "code", "event", "message");
        foreach (var item in events.Events)
        {
            table.Add(
                CosemTimeText.Of(item.Time),
                item.Object.ToString(),
                item.Code.ToString(CultureInfo.InvariantCulture),
                EventName(item.Code),
                item.Message is { } message ? CosemText.Printable(message) : null);
        }

        table.WithoutEmpty("message").Write(output);
    }

    private static string BuiltAt(Octets dateTime) => dateTime.Length == 0 ? "at a time that it does not tell" : CosemText.Of(new CosemData.OctetString(dateTime));

    private static string Protection(Dlms.Push.PushProtection? protection) => protection is null
        ? "not protected"
        : string.Create(
            CultureInfo.InvariantCulture,
            $"{(protection.Control.IsEncrypted ? "authenticated and encrypted" : "authenticated")}, system title {protection.SystemTitle}, counter {protection.InvocationCounter}");
}
