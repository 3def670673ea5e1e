using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Attributes 3 to 7 of Push setup (class 40, version 0; IEC 62056-6-2).</summary>
/// <param name="Destination">Of send_destination_and_method: <c>host:port</c> over TCP, coded in A-XDR; empty: nowhere.</param>
/// <param name="CommunicationWindow">When may be sent; none: always.</param>
/// <param name="RandomisationStartInterval">Sending begins at a random moment within it, whole seconds up to 65,535.</param>
/// <param name="NumberOfRetries">How often a failed sending is tried again.</param>
/// <param name="RepetitionDelay">Before the first repetition, whole seconds up to 65,535.</param>
public sealed record PushSetupSettings(
    string Destination,
    ImmutableArray<PushWindow> CommunicationWindow,
    TimeSpan RandomisationStartInterval,
    byte NumberOfRetries,
    TimeSpan RepetitionDelay)
{
    /// <summary>Whether the communication window is open at a moment: without a window it always is.</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="zone">The zone of the clock.</param>
    public bool IsOpenAt(DateTimeOffset moment, TimeZoneInfo zone) =>
        CommunicationWindow.IsEmpty || CommunicationWindow.Any(window => window.Contains(moment, zone));
}
