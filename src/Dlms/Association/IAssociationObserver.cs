using Cosem;
using Dlms.Acse;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>Is told what happens to the associations of a connection, for a log. It must not block; no secret passes through it.</summary>
public interface IAssociationObserver
{
    /// <summary>An association was made.</summary>
    /// <param name="client">The client SAP.</param>
    /// <param name="server">The server SAP.</param>
    /// <param name="mechanism">The number of the authentication mechanism.</param>
    void Opened(ushort client, ushort server, byte mechanism);

    /// <summary>A request for an association was refused.</summary>
    /// <param name="client">The client SAP.</param>
    /// <param name="server">The server SAP.</param>
    /// <param name="diagnostic">The diagnostic of the AARE.</param>
    /// <param name="error">The error of initiate, when that is the reason.</param>
    void Refused(ushort client, ushort server, ResultSourceDiagnostic diagnostic, InitiateError? error);

    /// <summary>An association ended.</summary>
    /// <param name="client">The client SAP.</param>
    /// <param name="server">The server SAP.</param>
    /// <param name="end">Why.</param>
    void Ended(ushort client, ushort server, AssociationEnd end);

    /// <summary>An object failed to give a value; the client was answered other-reason.</summary>
    /// <param name="server">The server SAP of the selected logical device.</param>
    /// <param name="attribute">The attribute; null when it was one of a list that is sent in blocks.</param>
    /// <param name="exception">What it threw.</param>
    void Failed(ushort server, AttributeDescriptor? attribute, Exception exception);

    /// <summary>An object failed to do what a method asks for; the client was answered other-reason.</summary>
    /// <param name="server">The server SAP of the selected logical device.</param>
    /// <param name="method">The method.</param>
    /// <param name="exception">What it threw.</param>
    void Failed(ushort server, MethodDescriptor method, Exception exception);

    /// <summary>An APDU could not be answered; the client was answered other-reason.</summary>
    /// <param name="server">The server SAP.</param>
    /// <param name="exception">What was thrown.</param>
    void Failed(ushort server, Exception exception);

    /// <summary>A client wrote an attribute.</summary>
    /// <param name="client">The client SAP.</param>
    /// <param name="server">The server SAP of the selected logical device.</param>
    /// <param name="attribute">The attribute.</param>
    /// <param name="value">What was written; null where the client may not read it, since it may be a secret.</param>
    void Written(ushort client, ushort server, AttributeDescriptor attribute, CosemData? value);

    /// <summary>A client invoked a method, and it was done.</summary>
    /// <param name="client">The client SAP.</param>
    /// <param name="server">The server SAP of the selected logical device.</param>
    /// <param name="method">The method.</param>
    void Invoked(ushort client, ushort server, MethodDescriptor method);

    /// <summary>Something concerns security.</summary>
    /// <param name="client">The client SAP.</param>
    /// <param name="server">The server SAP.</param>
    /// <param name="what">What it is.</param>
    /// <param name="details">Which check failed or what was changed; no secret.</param>
    void Security(ushort client, ushort server, SecurityEvent what, string details);
}
