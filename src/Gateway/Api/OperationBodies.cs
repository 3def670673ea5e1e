namespace Gateway.Api;

/// <summary>What operations take and answer, beyond what their signatures tell; a test compares the fields with those that the code asks for.</summary>
internal static class OperationBodies
{
    private const string OfMeter = "identity text, primaryAddress number, bus text, addressing text, fabricationNumber text, key text, name text, group text, baudRate number, active flag, readout object";
    private const string OfReport = "enabled flag, schedule text, valuePeriod text, receiver object, randomisation duration, retries number, repetitionDelay duration, communicationWindow texts";

    private static readonly OperationBody Nothing = new() { Status = StatusCodes.Status204NoContent };

    private static readonly Dictionary<string, OperationBody> Known = new(StringComparer.Ordinal)
    {
        ["GET buses/{bus}/trace"] = new() { Status = StatusCodes.Status200OK, File = "application/jsonl" },
        ["PUT buses/{bus}/continuous"] = new("on flag"),
        ["POST buses/{bus}/search"] = new("resume flag, baudRates numbers, within text, byPrimaryAddress flag, hexadecimalDigits flag, thorough flag, expectedMeters number")
        {
            Status = StatusCodes.Status202Accepted,
            Answer = typeof(SearchResource),
        },
        ["DELETE buses/{bus}/search"] = Nothing,
        ["POST buses/{bus}/telegrams"] = new("meter text, atBaudRate number"),
        ["POST buses/{bus}/commands"] = new("meter text, atBaudRate number, primaryAddress number"),
        ["POST meters"] = new(OfMeter) { Status = StatusCodes.Status201Created, Answer = typeof(MeterResource) },
        ["PATCH meters/{id}"] = new($"{OfMeter}, logicalDevice number, replacedAt moment"),
        ["DELETE meters/{id}"] = Nothing,
        ["POST meters/{id}/commands"] = new("baudRate number, applicationReset number, primaryAddress number, clock flag"),
        ["GET meters/template.csv"] = new() { Status = StatusCodes.Status200OK, File = "text/csv" },
        ["GET export/readings"] = new() { Status = StatusCodes.Status200OK, File = "text/csv" },
        ["POST readouts"] = new("meters numbers, all flag, bus text") { Status = StatusCodes.Status202Accepted, Answer = typeof(ReadoutResource) },
        ["DELETE readouts/{id}"] = Nothing,
        ["GET mappings/{file}"] = new() { Status = StatusCodes.Status200OK, File = "application/json" },
        ["GET mappings/template"] = new() { Status = StatusCodes.Status200OK, File = "application/json" },
        ["PUT mappings/{file}"] = new() { Status = StatusCodes.Status200OK, Answer = typeof(MappingResource) },
        ["DELETE mappings/{file}"] = Nothing,
        ["PATCH push/reports/{name}"] = new(OfReport),
        ["POST push/reports/{name}/send"] = new("device number") { Status = StatusCodes.Status202Accepted, Answer = typeof(ReportResource) },
        ["POST push/test"] = new("receiver text"),
        ["DELETE events"] = Nothing,
        ["POST users"] = new("name text, role text, password text, present text") { Status = StatusCodes.Status201Created, Answer = typeof(UserResource) },
        ["PATCH users/{name}"] = new("role text, password text, present text"),
        ["DELETE users/{name}"] = Nothing,
        ["PUT users/me/password"] = new("present text, password text") { Status = StatusCodes.Status204NoContent },
        ["POST tokens"] = new("name text, role text, expiresAt moment, present text") { Status = StatusCodes.Status201Created, Answer = typeof(TokenResource) },
        ["DELETE tokens/{id}"] = Nothing,
        ["POST backup"] = new("passphrase text, readings flag, password text") { Status = StatusCodes.Status200OK, File = "application/octet-stream" },
        ["POST restore"] = new() { Status = StatusCodes.Status202Accepted, Answer = typeof(RestoreResource) },
        ["POST restart"] = new() { Status = StatusCodes.Status202Accepted },
        ["POST keys/show"] = new("password text"),
        ["POST keys/rotate"] = new("llsPassword text, blockCipherKey text, authenticationKey text, masterKey text, lowerPolicy flag, password text"),
    };

    /// <summary>All that take fields.</summary>
    public static IEnumerable<(string Operation, OperationBody Body)> WithFields => Known.Where(known => known.Value.Fields.Count > 0).Select(known => (known.Key, known.Value));

    /// <summary>What an operation takes and answers; null where its signature tells all.</summary>
    /// <param name="method">GET, POST, PUT, PATCH or DELETE.</param>
    /// <param name="route">The address behind <c>/api/v1/</c>, with its parameters in braces.</param>
    public static OperationBody? Of(string method, string route) => Known.GetValueOrDefault($"{method} {route}");
}
