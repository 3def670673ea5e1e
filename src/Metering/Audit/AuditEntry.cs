using Metering.Events;

namespace Metering.Audit;

/// <summary>Who has changed what, as the audit log tells it.</summary>
public sealed record AuditEntry
{
    /// <summary>The longest text of an entry, in characters: 400; a full log is 10 MB at most.</summary>
    public const int LongestText = EventMessage.MaxLength;

    /// <summary>Its place in the order of storing, from 1 up, never used twice; 0 until it is stored.</summary>
    public long Number { get; init; }

    /// <summary>When, by the gateway's clock; UTC, to the millisecond.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who: <c>user kim</c>, <c>token 1F0A93C2 (billing)</c>.</summary>
    public required string Actor { get; init; }

    /// <summary>From where: an address, or <c>this machine</c>.</summary>
    public required string Source { get; init; }

    /// <summary>What was done: <c>meter changed</c>.</summary>
    public required string What { get; init; }

    /// <summary>To what: <c>meters/3</c>; empty: to the gateway.</summary>
    public string On { get; init; } = "";

    /// <summary>What held before, in words; empty: nothing, or it is a secret.</summary>
    public string Before { get; init; } = "";

    /// <summary>What holds now, in words; empty: nothing, or it is a secret.</summary>
    public string After { get; init; } = "";

    /// <summary>Whether it was an attempt that was refused. Those go first when the log is full, so that nobody can push changes out of it by guessing.</summary>
    public bool IsRefused { get; init; }
}
