using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using Cosem;
using Gateway.CommandLine.Receiving;

namespace Gateway.CommandLine;

/// <summary>A push that arrived, as a JSON object in one line. Values are texts: exact decimals, with their scaler.</summary>
internal static class PushJson
{
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // + and ° as they are; control characters are escaped all the same
    };

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
                builtAt = push is null || push.Notification.DateTime.Length == 0 ? null : Time(push.Notification.DateTime),
                protection = Protection(push?.Protection),
                repeated = push is null ? default(bool?) : arrived.IsRepeated,
                kind = Kind(arrived),
                gateway = arrived.Body?.Gateway,
                pushSetup = arrived.Body?.PushSetup.ToString(),
                profile = (arrived.Body as ProfilePush)?.Profile.ToString(),
                log = (arrived.Body as EventPush)?.Log.ToString(),
                meter = Meter(arrived.Body),
                columns = (arrived.Body as ProfilePush)?.Columns.Select(Column),
                rows = arrived.Body is ProfilePush profile ? profile.Rows.Select(row => row.Select((cell, column) => Cell(cell, profile.Columns[column]))) : null,
                events = (arrived.Body as EventPush)?.Events.Select(Event),
                address = (arrived.Body as InstallationPush)?.Address.ToString(),
                systemTitle = (arrived.Body as InstallationPush)?.SystemTitle.ToString(),
                body = push is not null && arrived.Body is null ? CosemText.Of(push.Notification.Body) : null,
                fault = arrived.Fault,
                apdu = withApdu || push is null ? Convert.ToHexString(arrived.Apdu.Span) : null,
            },
            Options);
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

    private static object Column(PushedColumn column) => new
    {
        obis = column.Object.LogicalName.ToString(),
        @class = (ushort)column.Object.ClassId,
        attribute = column.Object.Attribute,
        dataIndex = column.Object.DataIndex,
        scaler = column.ScalerUnit?.Scaler,
        unit = column.ScalerUnit is { } scalerUnit ? UnitSymbol.Of(scalerUnit.Unit) : null,
    };

    private static string? Cell(CosemData cell, PushedColumn column) =>
        column.Object.ClassId == ClassId.Clock && cell is CosemData.OctetString time ? Time(time.Value) : PushText.CellOf(cell, column);

    private static object Event(PushedEvent item) => new
    {
        time = Time(item.Time.ToOctets()),
        @object = item.Object.ToString(),
        code = item.Code,
        name = PushText.EventName(item.Code),
        message = item.Message,
    };

    /// <summary>ISO 8601 with the offset to UTC; as people read it where it is no whole moment.</summary>
    private static string Time(Octets octets) =>
        CosemDateTime.TryParse(octets.Span, out var time) && time.Deviation != CosemDateTime.DeviationNotSpecified && time.ToMoment(TimeZoneInfo.Utc) is { } moment
            ? moment.ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture)
            : CosemText.Of(new CosemData.OctetString(octets));
}
