namespace Metering.Events;

/// <summary>What follows from an event code.</summary>
/// <param name="Code">The code.</param>
/// <param name="Name">Its name; that of IDIS where it has one.</param>
/// <param name="Severity">How urgent it is.</param>
/// <param name="Logs">The logs it goes to.</param>
public sealed record EventDefinition(EventCode Code, string Name, EventSeverity Severity, EventDestinations Logs)
{
    /// <summary>Whether the code is one of IDIS, 1 to 255; the others are the product's own.</summary>
    public bool IsIdis => (ushort)Code <= byte.MaxValue;
}
