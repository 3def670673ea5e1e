using System.Globalization;
using System.Text.Json;
using Cosem;
using Gateway.CommandLine.Receiving;

namespace Gateway.CommandLine;

/// <summary>A push that arrived, as a JSON object in one line. Values are texts: exact decimals, with their scaler.</summary>
internal static class PushJson
{
    /// <summary>The object.</summary>
    /// <param name="arrived">What arrived.</param>
    /// <param name="withApdu">Whether the APDU as it came is in it; it always is where it could not be read.</param>
    public static string Of(ArrivedPush arrived, bool withApdu)
    {
        var push = arrived.Push;
        return JsonSerializer.Serialize(
            new
            {
                receivedAt = arrived.At.ToString("O", CultureInfo.InvariantCulture),
                from = arrived.From.ToString(),
                sourceSap = arrived.SourceSap,
                destinationSap = arrived.DestinationSap,
                invokeId = push?.Notification.InvokeId.InvokeId,
                builtAt = push is null || push.Notification.DateTime.Length == 0 ? null : CosemText.Of(new CosemData.OctetString(push.Notification.DateTime)),
                protection = Protection(push?.Protection),
                repeated = push is null ? default(bool?) : arrived.IsRepeated,
                kind = Kind(arrived),
                gateway = arrived.Body?.Gateway,
                pushSetup = arrived.Body?.PushSetup.ToString(),
                profile = (arrived.Body as ProfilePush)?.Profile.ToString(),
                log = (arrived.Body as EventPush)?.Log.ToString(),
                meter = Meter(arrived.Body),
                columns = (arrived.Body as ProfilePush)?.Columns.Select(column => column.ToJson()),
                rows = arrived.Body is ProfilePush profile ? profile.Rows.Select(row => row.Select((cell, column) => profile.Columns[column].TextOf(cell))) : null,
                events = (arrived.Body as EventPush)?.Events.Select(Event),
                address = (arrived.Body as InstallationPush)?.Address.ToString(),
                systemTitle = (arrived.Body as InstallationPush)?.SystemTitle.ToString(),
                body = push is not null && arrived.Body is null ? CosemText.Of(push.Notification.Body) : null,
                fault = arrived.Fault,
                apdu = withApdu || push is null ? Convert.ToHexString(arrived.Apdu.Span) : null,
            },
            JsonLine.Options);
    }

    private static string Kind(ArrivedPush arrived) => arrived.Body switch
    {
        ProfilePush => "profile",
        EventPush => "events",
        InstallationPush => "installation",
        _ => arrived.Push is null ? "unreadable" : "other",
    };

    private static object? Protection(Dlms.Push.PushProtection? protection) => protection is null ? null : new
    {
        systemTitle = protection.SystemTitle.ToString(),
        securityControl = protection.Control.ToString(),
        counter = protection.InvocationCounter,
        counterGrows = protection.CounterGrows,
    };

    private static object? Meter(PushBody? body) => body switch
    {
        ProfilePush profile => new { name = profile.Meter },
        EventPush { Meter: { } meter } => new { name = meter.Name, manufacturer = meter.Manufacturer, deviceType = meter.DeviceType, version = meter.Version },
        _ => null,
    };

    private static object Event(PushedEvent item) => new
    {
        time = CosemTimeText.Of(item.Time),
        @object = item.Object.ToString(),
        code = item.Code,
        name = PushText.EventName(item.Code),
        message = item.Message,
    };
}
