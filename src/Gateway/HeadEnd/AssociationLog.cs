using System.Net;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;
using Gateway.CommandLine;
using Gateway.Events;
using Gateway.LogicalDevices;
using Metering;
using Metering.Events;
using Metering.Profiles;

namespace Gateway.HeadEnd;

/// <summary>
/// Writes what happens on one connection to the log, and to the event logs what changes the gateway or attacks it, always with the peer it speaks of.
/// What anybody can cause as often as he likes is counted by <see cref="RepeatedEvents"/>.
/// </summary>
internal sealed partial class AssociationLog(ILogger log, RepeatedEvents repeated, IEventLog events, HeadEndCounters counters, ConnectedClients.Visit visit, EndPoint? peer, string source) : IAssociationObserver
{
    /// <summary>The pair whose AARQ was just told as a failed authentication; the refusal that follows says the same.</summary>
    private (ushort Client, ushort Server)? _told;

    /// <summary>A connection was accepted.</summary>
    public void Connected()
    {
        counters.NoteConnection();
        LogConnected(log, peer);
    }

    /// <summary>The connection ended.</summary>
    public void Disconnected(ConnectionEnd end)
    {
        counters.Note(end);
        LogDisconnected(log, peer, end);
    }

    /// <inheritdoc />
    public void Opened(ushort client, ushort server, byte mechanism)
    {
        counters.NoteAssociation(mechanism);
        visit.Opened(client, server, mechanism);
        if (mechanism != ObjectIdentifier.LowestLevelSecurity || repeated.IsFirst(source, "associations without authentication", By(client, server, "associated")))
        {
            LogOpened(log, peer, client, server, mechanism);
        }
    }

    /// <inheritdoc />
    public void Refused(ushort client, ushort server, ResultSourceDiagnostic diagnostic, InitiateError? error)
    {
        counters.NoteRefusal();
        var isTold = _told == (client, server) && diagnostic == ResultSourceDiagnostic.AuthenticationFailure;
        _told = null;
        var reason = error is { } known ? StandardName.Of(known) : diagnostic.ToString();
        if (!isTold && repeated.IsFirst(source, $"association refused, {reason}", By(client, server, reason)))
        {
            LogRefused(log, peer, client, server, reason);
        }
    }

    /// <inheritdoc />
    public void Ended(ushort client, ushort server, AssociationEnd end)
    {
        visit.Ended(client, server);
        LogEnded(log, peer, client, server, end);
    }

    /// <inheritdoc />
    public void Failed(ushort server, AttributeDescriptor? attribute, Exception exception) =>
        Failed(server, attribute is { } one ? $"{one.LogicalName} attribute {one.AttributeId}" : "a list", exception);

    /// <inheritdoc />
    public void Failed(ushort server, MethodDescriptor method, Exception exception) => Failed(server, $"{method.LogicalName} method {method.MethodId}", exception);

    /// <inheritdoc />
    public void Failed(ushort server, Exception exception) => Failed(server, "an association", exception);

    /// <inheritdoc />
    public void Written(ushort client, ushort server, AttributeDescriptor attribute, CosemData? value)
    {
        var what = $"wrote {attribute.ClassId} {attribute.LogicalName} attribute {attribute.AttributeId}";
        var written = value is null ? "a secret" : CosemText.Of(value);
        if (LevelOf(attribute.LogicalName) == LogLevel.Debug)
        {
            LogWritten(log, peer, client, server, attribute.LogicalName, attribute.AttributeId);
        }
        else if (repeated.IsFirst(source, what, By(client, server, written), EventCode.ParametersChanged))
        {
            events.Report(EventCode.ParametersChanged, $"{Who(client, server)} {what}: {written}");
        }
    }

    /// <inheritdoc />
    public void Invoked(ushort client, ushort server, MethodDescriptor method)
    {
        var level = LevelOf(method.LogicalName);
        if (log.IsEnabled(level))
        {
            LogInvoked(log, level, peer, client, server, method.LogicalName, method.MethodId);
        }
    }

    /// <inheritdoc />
    public void Security(ushort client, ushort server, SecurityEvent what, string details)
    {
        counters.Note(what);
        if (what is SecurityEvent.SecretChanged or SecurityEvent.PolicyRaised or SecurityEvent.KeysChanged)
        {
            events.Report(
                what == SecurityEvent.PolicyRaised ? EventCode.ParametersChanged : EventCode.KeysChanged, "", $"{Who(client, server)} {what.Words()}: {details}");
            return;
        }

        if (what is SecurityEvent.AuthenticationFailed or SecurityEvent.AttemptRefusedUnchecked)
        {
            _told = (client, server);
        }

        var code = CodeOf(what);
        if (!repeated.IsFirst(source, what.Words(), By(client, server, details), code))
        {
            return;
        }

        if (code is { } fraud)
        {
            events.Report(fraud, $"{Who(client, server)} refused: {what.Words()}, {details}");
        }
        else
        {
            LogSecurity(log, peer, client, server, what.Words(), details);
        }
    }

    /// <summary>What an attack is to the fraud detection log; what is only refused is none.</summary>
    private static EventCode? CodeOf(SecurityEvent what) => what switch
    {
        SecurityEvent.AuthenticationFailed or SecurityEvent.AttemptRefusedUnchecked => EventCode.AuthenticationFailure,
        SecurityEvent.DecipheringFailed or SecurityEvent.KeyTransferRefused or SecurityEvent.TooManyClientTitles => EventCode.DecryptionFailure,
        SecurityEvent.Replayed => EventCode.ReplayAttack,
        _ => null,
    };

    /// <summary>What is foreseen says itself what is wrong; of anything else the place in the program is needed.</summary>
    private void Failed(ushort server, string what, Exception exception)
    {
        if (exception is FinerScalerException or ForgottenReadingException or StoreException)
        {
            LogNotAnswered(log, peer, server, what, exception.Message);
        }
        else
        {
            LogFailed(log, exception, peer, server, what);
        }
    }

    /// <summary>What is told of the last of many.</summary>
    private static string By(ushort client, ushort server, string details) => $"by client {client} of logical device {server}: {details}";

    private string Who(ushort client, ushort server)
    {
        var address = (peer as IPEndPoint)?.Address;
        return $"DLMS {(address is { IsIPv4MappedToIPv6: true } ? address.MapToIPv4() : address)}: client {client} of logical device {server}";
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "DLMS {Peer}: connected")]
    private static partial void LogConnected(ILogger logger, EndPoint? peer);

    [LoggerMessage(Level = LogLevel.Debug, Message = "DLMS {Peer}: connection ended, {End}")]
    private static partial void LogDisconnected(ILogger logger, EndPoint? peer, ConnectionEnd end);

    [LoggerMessage(Level = LogLevel.Information, Message = "DLMS {Peer}: client {Client} associated with logical device {Server}, mechanism {Mechanism}")]
    private static partial void LogOpened(ILogger logger, EndPoint? peer, ushort client, ushort server, byte mechanism);

    [LoggerMessage(Level = LogLevel.Warning, Message = "DLMS {Peer}: association of client {Client} with logical device {Server} refused: {Reason}")]
    private static partial void LogRefused(
        ILogger logger, EndPoint? peer, ushort client, ushort server, string reason);

    [LoggerMessage(Level = LogLevel.Debug, Message = "DLMS {Peer}: association of client {Client} with logical device {Server} ended, {End}")]
    private static partial void LogEnded(ILogger logger, EndPoint? peer, ushort client, ushort server, AssociationEnd end);

    [LoggerMessage(Level = LogLevel.Error, Message = "DLMS {Peer}: logical device {Server} failed at {What}")]
    private static partial void LogFailed(ILogger logger, Exception exception, EndPoint? peer, ushort server, string what);

    [LoggerMessage(Level = LogLevel.Warning, Message = "DLMS {Peer}: logical device {Server} was asked for {What} and could not answer: {Reason}")]
    private static partial void LogNotAnswered(ILogger logger, EndPoint? peer, ushort server, string what, string reason);

    /// <summary>Channel selection and what makes the association belong to every session, and a clock that was set has events of its own; the rest changes the gateway.</summary>
    private static LogLevel LevelOf(LogicalName name) =>
        name == Obis.ChannelSelection || name == AssociationLn.CurrentAssociation || name == Obis.Clock ? LogLevel.Debug : LogLevel.Information;

    [LoggerMessage(Level = LogLevel.Debug, Message = "DLMS {Peer}: client {Client} of logical device {Server} wrote {LogicalName} attribute {Attribute}")]
    private static partial void LogWritten(ILogger logger, EndPoint? peer, ushort client, ushort server, LogicalName logicalName, int attribute);

    [LoggerMessage(Message = "DLMS {Peer}: client {Client} of logical device {Server} invoked {LogicalName} method {Method}")]
    private static partial void LogInvoked(
        ILogger logger, LogLevel level, EndPoint? peer, ushort client, ushort server, LogicalName logicalName, int method);

    [LoggerMessage(Level = LogLevel.Warning, Message = "DLMS {Peer}: security, client {Client} of logical device {Server} refused: {What}, {Details}")]
    private static partial void LogSecurity(ILogger logger, EndPoint? peer, ushort client, ushort server, string what, string details);
}
