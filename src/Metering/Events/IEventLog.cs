namespace Metering.Events;

/// <summary>Takes what happened. Each thing is reported once when it begins and once when it ends, not with every readout.</summary>
public interface IEventLog
{
    /// <summary>Reports an event of a bus or of the gateway.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="source">The bus's name, or empty.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    void Report(EventCode code, string source, string message);

    /// <summary>Reports an event that has another time than now: what the clock showed before it was set.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="source">The bus's name, or empty.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    /// <param name="at">When, UTC.</param>
    void Report(EventCode code, string source, string message, DateTimeOffset at);

    /// <summary>Reports an event of a meter.</summary>
    /// <param name="code">What happened.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="message">In words for a person, with what to check; never a secret.</param>
    void Report(EventCode code, Meter meter, string message);
}
