using Dlms.Security;

namespace Dlms.Association;

/// <summary>Tells the observer what concerns the security of one pair of client and server SAP.</summary>
internal readonly record struct SecurityAlarm(IAssociationObserver? Observer, ushort Client, ushort Server)
{
    /// <summary>Tells an event; no secret may stand in the details.</summary>
    public void Tell(SecurityEvent what, string details) => Observer?.Security(Client, Server, what, details);
}
