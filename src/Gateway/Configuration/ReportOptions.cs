using Metering.Push;

namespace Gateway.Configuration;

/// <summary>
/// What can be said of a report: <c>Gateway:Push:Reports:&lt;name&gt;</c>, what was stored for the report over it, and over both what was stored for the Push
/// setup of one device. What is not set is as in the layer below.
/// </summary>
internal sealed record ReportOptions
{
    /// <summary>Whether it is sent at all. Off by default: nobody but an operator knows who is to have the data.</summary>
    public bool? Enabled { get; init; }

    /// <summary>When it is sent: an interval as <c>1 h</c>, aligned to the wall clock, or a Quartz cron expression of 6 or 7 fields in the gateway's zone.</summary>
    public string? Schedule { get; init; }

    /// <summary>
    /// What is sent: <c>unsent</c>, all that was stored and not yet delivered, late values too; or a number, the latest so many rows each time, delivered or not.
    /// <c>unsent</c> by default: nothing is missing, nothing comes twice without need.
    /// </summary>
    public string? ValuePeriod { get; init; }

    /// <summary>Who receives it; the default receiver by default.</summary>
    public ReceiverOptions? Receiver { get; init; }

    /// <summary>
    /// Sending begins at a random moment within it. 1 min by default: a thousand gateways with one schedule then come at 17 a second.
    /// </summary>
    public TimeSpan? Randomisation { get; init; }

    /// <summary>How often a failed sending is tried again before the next mark of the schedule. 5 by default: with the delay's growth half an hour.</summary>
    public int? Retries { get; init; }

    /// <summary>Before the first repetition; doubled each time up to 1 h, and up to a quarter more by chance. 60 s by default: a receiver that restarts needs it.</summary>
    public TimeSpan? RepetitionDelay { get; init; }

    /// <summary>
    /// When may be sent, each <c>22:00-06:00</c> for every day, or two date-times of 24 hexadecimal digits with a dash between them as Push setup has them. None by
    /// default: always.
    /// </summary>
    public IReadOnlyList<string>? CommunicationWindow { get; init; }

    /// <summary>What holds where nobody says anything.</summary>
    public static ReportOptions Default(ReportKind report) => new()
    {
        Enabled = false,
        Schedule = report switch
        {
            ReportKind.LoadProfile1 => "1 h", // the day's course, while it is news
            ReportKind.LoadProfile2 or ReportKind.Billing => "1 day", // what is settled by the day or by the month
            ReportKind.StandardEventLog => "1 h",
            ReportKind.FraudLog => "15 min", // somebody may have to act
            _ => null, // on installation: when the list of meters has changed
        },
        ValuePeriod = report == ReportKind.OnInstallation ? null : "unsent",
        Receiver = new() { Address = "", ClientSap = 1, Security = SecurityPolicyNames.Of(Dlms.Security.SecurityPolicy.None) },
        Randomisation = TimeSpan.FromMinutes(1),
        Retries = 5,
        RepetitionDelay = TimeSpan.FromSeconds(60),
        CommunicationWindow = [],
    };

    /// <summary>These over others: what is not set here is theirs.</summary>
    public ReportOptions Over(ReportOptions? below) => below is null ? this : new()
    {
        Enabled = Enabled ?? below.Enabled,
        Schedule = Schedule ?? below.Schedule,
        ValuePeriod = ValuePeriod ?? below.ValuePeriod,
        Receiver = Receiver is null ? below.Receiver : Receiver.Over(below.Receiver),
        Randomisation = Randomisation ?? below.Randomisation,
        Retries = Retries ?? below.Retries,
        RepetitionDelay = RepetitionDelay ?? below.RepetitionDelay,
        CommunicationWindow = CommunicationWindow ?? below.CommunicationWindow,
    };
}
