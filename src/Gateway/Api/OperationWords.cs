namespace Gateway.Api;

/// <summary>What the operations of the interface do, in words for whoever reads its description; a test finds those that are missing here.</summary>
internal static class OperationWords
{
    private const string Meter = "the meter's number in the store";
    private const string Bus = "the bus's name";
    private const string Group = "the group's name";
    private const string User = "the user's name";
    private const string Report = "Billing, Profile1, Profile2, Events or OnInstallation, as the list of reports has them";
    private const string File = "the canonical name of a mapping file, type.manufacturer.version.json";

    private static readonly Dictionary<string, string> OfEvents = new(StringComparer.Ordinal)
    {
        ["meter"] = "the number of a meter, or gateway",
        ["log"] = "standard or fraud",
        ["from"] = "the first time, ISO 8601; without an offset it is UTC",
        ["to"] = "the last time",
        ["code"] = "the code of the event",
        ["before"] = "only events that were stored before this number: the field before of the last page",
        ["after"] = "only events that were stored after this number",
        ["most"] = "1 to 1000 events; 100 when not given",
    };

    private static readonly Dictionary<string, string> OfAudit = new(StringComparer.Ordinal)
    {
        ["before"] = "only entries from before this number: the field before of the last page",
        ["most"] = "1 to 1000 entries; 100 when not given",
    };

    private static readonly Dictionary<string, string> OfMeters = new(StringComparer.Ordinal)
    {
        ["search"] = "letters or digits in name, addresses, manufacturer or medium",
        ["bus"] = "meters of a bus",
        ["group"] = "meters of a group; empty: of none",
        ["state"] = "the state of the last readout",
        ["active"] = "true or false",
        ["sort"] = "id, name, bus, group, identity, medium, state or lastReadAt; with - before it the other way round",
        ["limit"] = "1 to 1000 meters; all when not given. The address of the next page is in the field Link, the count in X-Total-Count",
        ["after"] = "the number of the last meter of the page before; not where it is sorted by state or lastReadAt",
    };

    private static readonly Dictionary<string, string> OfProfile = new(StringComparer.Ordinal)
    {
        ["from"] = "the first time, ISO 8601; without an offset it is UTC",
        ["to"] = "the last time",
        ["columns"] = "OBIS codes separated by commas; all columns when not given",
        ["limit"] = "1 to 1000 rows; 100 when not given",
        ["after"] = "the place of the last row of the page before, as the field next has it",
    };

    private static readonly Dictionary<string, string> OfExport = new(StringComparer.Ordinal)
    {
        ["meters"] = "numbers separated by commas; all meters when not given",
        ["profile"] = "loadProfile1, loadProfile2 (when not given), billing, or raw: the telegrams in hexadecimal digits",
        ["from"] = "the first time, ISO 8601; without an offset it is UTC",
        ["to"] = "the last time",
        ["format"] = "csv (when not given) or jsonl",
    };

    private static readonly Dictionary<string, OperationText> Known = new(StringComparer.Ordinal)
    {
        ["GET buses"] = new("Shows all buses with their state and statistics."),
        ["GET buses/{bus}"] = new("Shows a bus.") { Path = { ["bus"] = Bus } },
        ["GET buses/{bus}/trace"] = new("Streams what goes over the line of a bus, one JSON object a line.") { Path = { ["bus"] = Bus } },
        ["PUT buses/{bus}/continuous"] = new("Switches continuous mode on or off; what it reads is shown and never stored.") { Path = { ["bus"] = Bus } },
        ["GET buses/{bus}/search"] = new("Shows how the search on a bus stands.") { Path = { ["bus"] = Bus } },
        ["POST buses/{bus}/search"] = new("Begins a search for meters on a bus, or resumes one.") { Path = { ["bus"] = Bus } },
        ["DELETE buses/{bus}/search"] = new("Ends the search on a bus.") { Path = { ["bus"] = Bus } },
        ["POST buses/{bus}/search/meters"] = new("Installs the meters that a search has found: all, or those chosen, with their names.") { Path = { ["bus"] = Bus } },
        ["POST buses/{bus}/telegrams"] = new("Reads a meter on a bus once, whether it is installed or not, and gives its telegrams.") { Path = { ["bus"] = Bus } },
        ["POST buses/{bus}/commands"] = new("Gives a meter on a bus another primary address.") { Path = { ["bus"] = Bus } },
        ["GET meters"] = new("Lists the meters.") { Query = OfMeters },
        ["POST meters"] = new("Installs a meter."),
        ["GET meters/template.csv"] = new("Gives the columns of a list of meters as a file to fill in."),
        ["POST meters/import"] = new("Installs a list of meters, all or none; everything that is wrong is told by line and column.")
        {
            Query = { ["check"] = "true: it is checked, and nothing is stored" },
            Body = "text/csv",
        },
        ["GET meters/{id}"] = new("Shows a meter with its last exchanges.") { Path = { ["id"] = Meter } },
        ["PATCH meters/{id}"] = new("Changes a meter; fields that are not given stay.") { Path = { ["id"] = Meter } },
        ["DELETE meters/{id}"] = new("Removes a meter; its readings and its logical device address stay its own.") { Path = { ["id"] = Meter } },
        ["POST meters/{id}/commands"] = new("Sets a meter's clock, baud rate or primary address, or resets it.") { Path = { ["id"] = Meter } },
        ["GET meters/{id}/values"] = new("Shows the last readout of a meter object by object, each with its record, and the records that no object shows.") { Path = { ["id"] = Meter } },
        ["GET meters/{id}/profiles/{profile}"] = new("Shows the rows of a profile, some at a time.") { Path = { ["id"] = Meter, ["profile"] = "loadProfile1, loadProfile2 or billing" }, Query = OfProfile },
        ["GET export/readings"] = new("Gives readings as a file, one value a line; streamed.") { Query = OfExport },
        ["POST readouts"] = new("Reads meters now."),
        ["GET readouts/{id}"] = new("Shows how an ordered readout stands.") { Path = { ["id"] = "the number of the order; orders are kept until the service starts anew" } },
        ["DELETE readouts/{id}"] = new("Takes an ordered readout back.") { Path = { ["id"] = "the number of the order" } },
        ["GET mappings"] = new("Lists the mappings in force with the meters they apply to."),
        ["GET mappings/{file}"] = new("Gives a mapping file.") { Path = { ["file"] = File } },
        ["GET mappings/template"] = new("Gives a mapping file to begin with, made of what a meter sends.") { Query = { ["meter"] = Meter } },
        ["POST mappings/check"] = new("Checks a mapping file; nothing is kept."),
        ["POST mappings/preview"] = new("Shows for each meter what a mapping file would change; nothing is kept."),
        ["PUT mappings/{file}"] = new("Keeps a mapping file and brings it into force at once, for values, profiles, head-ends and reports.") { Path = { ["file"] = File } },
        ["DELETE mappings/{file}"] = new("Removes an uploaded mapping file; the shipped one is in force again.") { Path = { ["file"] = File } },
        ["GET push"] = new("Shows the reports, their receivers and how they stand."),
        ["GET push/schedule"] = new("Tells when a schedule would be due next; nothing is kept.") { Query = { ["schedule"] = "an interval such as 15 min, or a Quartz cron expression" } },
        ["GET push/reports/{name}"] = new("Shows a report.") { Path = { ["name"] = Report } },
        ["PATCH push/reports/{name}"] = new("Changes a report; fields that are not given stay.") { Path = { ["name"] = Report } },
        ["DELETE push/reports/{name}"] = new("Sets a report back to the settings.") { Path = { ["name"] = Report } },
        ["DELETE push/reports/{name}/devices/{device}"] = new("Sets the Push setup of one logical device back to the report.") { Path = { ["name"] = Report, ["device"] = "a logical device address" } },
        ["POST push/reports/{name}/send"] = new("Sends a report now.") { Path = { ["name"] = Report } },
        ["POST push/test"] = new("Tests the connection to a receiver."),
        ["GET clients"] = new("Shows the head-ends that are connected now, and what they are associated with."),
        ["GET events"] = new("Shows events, those stored last first.") { Query = OfEvents },
        ["DELETE events"] = new("Clears one event log.") { Query = { ["meter"] = OfEvents["meter"], ["log"] = OfEvents["log"] } },
        ["GET store"] = new("Shows how large the store is and how long its disk lasts."),
        ["GET users"] = new("Lists the users."),
        ["GET users/{name}"] = new("Shows a user.") { Path = { ["name"] = User } },
        ["POST users"] = new("Adds a user, also an administrator: an administrator's token is as good as the keys, and is kept like them. Who is signed in to the page gives his own password as present."),
        ["PATCH users/{name}"] = new("Changes a user's role or password; fields that are not given stay. Who is signed in to the page gives his own password as present.") { Path = { ["name"] = User } },
        ["DELETE users/{name}"] = new("Removes a user with his sessions; the last administrator stays.") { Path = { ["name"] = User } },
        ["PUT users/me/password"] = new("Changes the password of whoever is signed in."),
        ["GET tokens"] = new("Lists the tokens of programs; never the tokens themselves."),
        ["POST tokens"] = new("Makes a token; it is shown in this answer and never again. Who is signed in to the page gives his own password as present."),
        ["DELETE tokens/{id}"] = new("Takes a token back.") { Path = { ["id"] = "the token's number" } },
        ["GET audit"] = new("Shows who has changed what, last first.") { Query = OfAudit },
        ["GET settings"] = new("Shows the settings with where each is set."),
        ["PATCH settings"] = new("Changes settings; a new start brings them into force. null: nobody sets it any more."),
        ["PATCH settings/buses/{name}"] = new("Adds a bus or changes its settings.") { Path = { ["name"] = Bus } },
        ["DELETE settings/buses/{name}"] = new("Removes a bus.") { Path = { ["name"] = Bus } },
        ["PATCH settings/groups/{name}"] = new("Adds a group or changes its settings.") { Path = { ["name"] = Group } },
        ["DELETE settings/groups/{name}"] = new("Removes a group.") { Path = { ["name"] = Group } },
        ["POST backup"] = new("Makes a backup: the gateway as one file, encrypted with the passphrase; readings: false leaves the readings out. Who has signed in gives his password once more; a token needs none."),
        ["POST restore"] = new("Brings a backup back, with a new start. A form: passphrase, then password (one's own, of who is signed in to the page), then file.") { Query = { ["check"] = "true: it is only read, and nothing is changed" }, Body = "multipart/form-data" },
        ["POST restart"] = new("Starts the service's work anew with the settings that are written."),
        ["GET keys"] = new("Shows what a head-end needs to know to connect, without secrets."),
        ["POST keys/show"] = new("Shows the secrets of head-ends to somebody who has signed in and gives his password once more."),
        ["POST keys/rotate"] = new("Changes secrets of head-ends; 'new' draws one. Who is signed in to the page gives his own password once more."),
    };

    /// <summary>The words for an operation; null where nobody has written them.</summary>
    /// <param name="method">GET, POST, PUT, PATCH or DELETE.</param>
    /// <param name="route">The address behind <c>/api/v1/</c>, with its parameters in braces.</param>
    public static OperationText? Of(string method, string route) => Known.GetValueOrDefault($"{method} {route}");
}
