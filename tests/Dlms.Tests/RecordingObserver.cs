using Cosem;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Tests;

/// <summary>Remembers what it is told.</summary>
internal sealed class RecordingObserver : IAssociationObserver
{
    public List<string> Events { get; } = [];

    /// <summary>What was written and invoked.</summary>
    public List<string> Changes { get; } = [];

    public void Opened(ushort client, ushort server, byte mechanism) => Events.Add($"opened {client} {server} {mechanism}");

    public void Refused(ushort client, ushort server, ResultSourceDiagnostic diagnostic, InitiateError? error) =>
        Events.Add($"refused {client} {server} {diagnostic} {error}");

    public void Ended(ushort client, ushort server, AssociationEnd end) => Events.Add($"ended {client} {server} {end}");

    public void Failed(ushort server, MethodDescriptor method, Exception exception) =>
        Events.Add($"failed {server} {method.LogicalName} {method.MethodId} {exception.Message}");

    public void Failed(ushort server, Exception exception) => Events.Add($"failed {server} {exception.Message}");

    public void Written(ushort client, ushort server, AttributeDescriptor attribute, CosemData? value) =>
        Changes.Add($"wrote {client} {server} {attribute.LogicalName} {attribute.AttributeId}{(value is null ? "" : $" {value}")}");

    public void Invoked(ushort client, ushort server, MethodDescriptor method) =>
        Changes.Add($"invoked {client} {server} {method.LogicalName} {method.MethodId}");

    public void Security(ushort client, ushort server, SecurityEvent what, string details) => Events.Add($"security {client} {server} {what}: {details}");

    public void Failed(ushort server, AttributeDescriptor? attribute, Exception exception) =>
        Events.Add($"failed {server} {attribute?.LogicalName} {attribute?.AttributeId} {exception.Message}");
}
