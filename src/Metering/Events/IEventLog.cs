namespace Metering.Events;

/// <summary>Takes what happened. Each thing is reported once when it begins and once when it ends, not with every readout.</summary>
public interface IEventLog
{
    /// <summary>Reports an event of the gateway.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    void Report(EventCode code, string message);

    /// <summary>Reports an event of a bus.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="source">The bus's name; empty: of the gateway.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    void Report(EventCode code, string source, string message);

    /// <summary>Reports an event of a meter.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    void Report(EventCode code, Meter meter, string message);

    /// <summary>Reports an event of the gateway that bears another time than now, as the old time of a clock that was set.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="at">The time it bears, by the gateway's clock.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    void Report(EventCode code, DateTimeOffset at, string message);
}
