namespace Metering.Events;

/// <summary>How urgent an event is to an operator.</summary>
public enum EventSeverity
{
    /// <summary>Nothing is to be done.</summary>
    Information,

    /// <summary>Somebody should know of it.</summary>
    Warning,

    /// <summary>Something does not work that should.</summary>
    Error,
}
