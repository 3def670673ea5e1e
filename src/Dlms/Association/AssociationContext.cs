using System.Net;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>What was negotiated for an association, and what its client sees: the objects of the selected logical device and the association's own.</summary>
internal sealed class AssociationContext : ICurrentAssociation, IDisposable
{
    /// <summary>The management logical device (IEC 62056-4-7).</summary>
    public const ushort ManagementSap = 1;

    private static readonly LogicalName SecuritySetupName = new(0, 0, 43, 0, 0, 255);

    private readonly DlmsServer _server;
    private readonly Endpoints _endpoints;
    private readonly SecurityAlarm _alarm;
    private readonly SecuritySetup _securitySetup;
    private readonly LogicalDeviceObject[] _own;
    private LogicalDeviceObject[]? _ownOfManagement;

    /// <summary>An association that was just made.</summary>
    /// <param name="server">What all associations share.</param>
    /// <param name="endpoints">Where its connection comes from and where it came in.</param>
    /// <param name="alarm">Tells what concerns its security.</param>
    /// <param name="protection">The client's keys; null when it may not use any.</param>
    /// <param name="hls">High level security that is pending; null: the client is authenticated.</param>
    public AssociationContext(DlmsServer server, Endpoints endpoints, SecurityAlarm alarm, MessageProtection? protection, HlsAuthentication? hls)
    {
        (_server, _endpoints, _alarm) = (server, endpoints, alarm);
        (Protection, Hls) = (protection, hls);
        Channel = new(server.Directory, alarm.Server);
        _securitySetup = new(SecuritySetupName, new SecuritySetupSource(server.Security, protection, alarm));
        _own =
        [
            CurrentAssociation(hls is not null),
            Readable(Channel.Object, rights => rights.WithAttribute(2, AttributeAccess.ReadWrite)),
            LogicalDeviceObject.ReadOnly(_securitySetup),
        ];
    }

    /// <inheritdoc />
    public ClientSap Client => (ClientSap)_alarm.Client;

    /// <inheritdoc />
    public ushort ServerSap => _alarm.Server;

    public ChannelSelection Channel { get; }

    /// <inheritdoc />
    public byte ApplicationContext { get; init; } = ObjectIdentifier.LogicalNames;

    /// <inheritdoc />
    public required byte AuthenticationMechanism { get; init; }

    public required Conformance Conformance { get; init; }

    /// <inheritdoc />
    public ushort MaxReceivePduSize => Negotiation.MaxReceivePduSize;

    /// <inheritdoc />
    public required ushort MaxSendPduSize { get; init; }

    /// <inheritdoc />
    public IPAddress? RemoteAddress => _endpoints.Remote;

    /// <inheritdoc />
    public IPEndPoint? LocalEndPoint => _endpoints.Local;

    /// <summary>The client's keys; null when it may not use any.</summary>
    public MessageProtection? Protection { get; }

    /// <summary>High level security that is pending; null otherwise.</summary>
    public HlsAuthentication? Hls { get; private set; }

    /// <summary>Whether the client failed to prove itself: the association ends after the answer.</summary>
    public bool HasFailed { get; private set; }

    /// <inheritdoc />
    public AssociationStatus Status => Hls is null ? AssociationStatus.Associated : AssociationStatus.AssociationPending;

    /// <summary>The least protection of this client's APDUs.</summary>
    public SecurityPolicy Policy => PolicyOf(Client, _server.Security.Policy);

    uint ICurrentAssociation.Conformance => (uint)Conformance;

    public IEnumerable<(CosemObject Object, AccessRights Rights)> VisibleObjects =>
        Own.Concat((SelectedDevice?.Objects ?? []).Where(entry => FindOwn(entry.Object.LogicalName) is null))
            .Select(entry => (entry.Object, Rights: entry.RightsOf(Client)))
            .Where(entry => entry.Rights.IsVisible);

    private LogicalDevice? SelectedDevice => _server.Directory.Find(Channel.Selected);

    private LogicalDeviceObject[] Own => Channel.Selected == ManagementSap ? _ownOfManagement ??= OwnOfManagement() : _own;

    /// <summary>The least protection of a client's APDUs: the public client's are never protected.</summary>
    public static SecurityPolicy PolicyOf(ClientSap client, AssociationPolicy policy) =>
        client == ClientSap.Public ? SecurityPolicy.None : policy.SecurityPolicy;

    /// <summary>Tells what concerns security.</summary>
    public void Tell(SecurityEvent what, string details) => _alarm.Tell(what, details);

    /// <summary>Finds an object and the client's rights on it; one that the client may not see is refused as if it were not there.</summary>
    public DataAccessResult Find(ClassId classId, LogicalName logicalName, out CosemObject? found, out AccessRights rights)
    {
        found = null;
        rights = AccessRights.None;
        var entry = FindOwn(logicalName);
        if (entry is null)
        {
            if (SelectedDevice is not { } device)
            {
                return DataAccessResult.ObjectUnavailable;
            }

            device.TryFind(logicalName, out entry);
        }

        if (entry?.RightsOf(Client) is not { IsVisible: true } granted)
        {
            return DataAccessResult.ReadWriteDenied;
        }

        if (entry.Object.ClassId != classId)
        {
            return DataAccessResult.ObjectClassInconsistent;
        }

        found = entry.Object;
        rights = granted;
        return DataAccessResult.Success;
    }

    /// <inheritdoc />
    public async ValueTask<ActionReply> ReplyToHlsAsync(Octets token, CancellationToken cancellationToken)
    {
        if (Hls is not { } hls)
        {
            return ActionResult.ReadWriteDenied; // a challenge is used once
        }

        // until the reply is found good and ours is made, the client has failed
        (Hls, HasFailed) = (null, true);
        var attempts = _server.FailedAttempts;
        if (attempts.IsRefused(_endpoints.Source, _alarm.Client))
        {
            Tell(SecurityEvent.AttemptRefusedUnchecked, "a reply to the challenge too soon after failed attempts");
            return ActionResult.ReadWriteDenied;
        }

        if (hls.FaultOf(token, out var ciphering) is { } fault)
        {
            attempts.Failed(_endpoints.Source, _alarm.Client);
            Tell(SecurityEvent.AuthenticationFailed, fault);
            return ActionResult.ReadWriteDenied;
        }

        attempts.Succeeded(_endpoints.Source, _alarm.Client);
        var reply = await hls.ReplyAsync(ciphering!);
        HasFailed = false;
        return reply;
    }

    /// <inheritdoc />
    public async ValueTask<DataAccessResult> SetSecretAsync(Octets secret, CancellationToken cancellationToken)
    {
        await _server.Security.SetLowLevelSecretAsync(secret);
        Tell(SecurityEvent.SecretChanged, "by SET of the current association's secret");
        return DataAccessResult.Success;
    }

    /// <inheritdoc />
    public void Dispose() => Protection?.Dispose();

    /// <summary>In the management logical device policy and keys can be changed, and the network is shown.</summary>
    private LogicalDeviceObject[] OwnOfManagement() =>
    [
        .. _own[..^1],
        Readable(_securitySetup, rights => rights
            .WithMethod(SecuritySetup.Activate, MethodAccess.Invoke, needsEncryption: true)
            .WithMethod(SecuritySetup.KeyTransfer, MethodAccess.Invoke, needsEncryption: true)),
        .. _server.Directory.ObjectsOf(this),
    ];

    private LogicalDeviceObject CurrentAssociation(bool isHls)
    {
        var current = new AssociationLn(this);
        var rights = AccessRights.ReadOnly(current).WithAttribute(AssociationLn.Secret, AttributeAccess.None);
        var management = rights.WithAttribute(AssociationLn.Secret, AttributeAccess.Write, writeNeedsEncryption: true);
        return new(current, rights, isHls ? management.WithMethod(AssociationLn.ReplyToHls, MethodAccess.Invoke) : management);
    }

    /// <summary>An object of which the management client may do more than read, and the public client nothing.</summary>
    private static LogicalDeviceObject Readable(CosemObject of, Func<AccessRights, AccessRights> more) =>
        new(of, AccessRights.None, more(AccessRights.ReadOnly(of)));

    private LogicalDeviceObject? FindOwn(LogicalName name)
    {
        foreach (var entry in Own)
        {
            if (entry.Object.LogicalName == name)
            {
                return entry;
            }
        }

        return null;
    }
}
