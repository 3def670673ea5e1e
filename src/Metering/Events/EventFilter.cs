namespace Metering.Events;

/// <summary>Which events are looked for, over all logs; what is null does not matter.</summary>
public sealed record EventFilter
{
    /// <summary>Whose log it is; number 0: the gateway's.</summary>
    public MeterId? Meter { get; init; }

    /// <summary>Which of the two logs.</summary>
    public EventLogKind? Log { get; init; }

    /// <summary>The first moment, included.</summary>
    public DateTimeOffset? From { get; init; }

    /// <summary>The last moment, included.</summary>
    public DateTimeOffset? To { get; init; }

    /// <summary>What happened.</summary>
    public EventCode? Code { get; init; }

    /// <summary>Stored before this number.</summary>
    public long? Before { get; init; }

    /// <summary>Stored after this number.</summary>
    public long? After { get; init; }
}
