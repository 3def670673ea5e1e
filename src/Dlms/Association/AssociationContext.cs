using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Acse;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>What was negotiated for an association, and what its client sees: the objects of the selected logical device and the association's own.</summary>
internal sealed class AssociationContext : ICurrentAssociation
{
    private readonly ILogicalDeviceDirectory _directory;
    private readonly LogicalDeviceObject[] _own;

    public AssociationContext(ILogicalDeviceDirectory directory, ClientSap client, ushort serverSap)
    {
        _directory = directory;
        Client = client;
        ServerSap = serverSap;
        Channel = new(directory, serverSap);
        _own =
        [
            LogicalDeviceObject.ReadOnly(new AssociationLn(this), isPublic: true),
            LogicalDeviceObject.ReadOnly(Channel.Object),
        ];
    }

    public ClientSap Client { get; }

    public ushort ServerSap { get; }

    public ChannelSelection Channel { get; }

    public byte ApplicationContext => ObjectIdentifier.LogicalNames;

    public required byte AuthenticationMechanism { get; init; }

    public required Conformance Conformance { get; init; }

    public ushort MaxReceivePduSize => Negotiation.MaxReceivePduSize;

    public required ushort MaxSendPduSize { get; init; }

    public AssociationStatus Status => AssociationStatus.Associated;

    uint ICurrentAssociation.Conformance => (uint)Conformance;

    public IEnumerable<(CosemObject Object, AccessRights Rights)> VisibleObjects =>
        _own.Concat((SelectedDevice?.Objects ?? []).Where(entry => Own(entry.Object.LogicalName) is null))
            .Select(entry => (entry.Object, Rights: entry.RightsOf(Client)))
            .Where(entry => entry.Rights.IsVisible);

    private LogicalDevice? SelectedDevice => _directory.Find(Channel.Selected);

    /// <summary>Finds an object and the client's rights on it; one that the client may not see is refused as if it were not there.</summary>
    public DataAccessResult Find(ClassId classId, LogicalName logicalName, out CosemObject? found, out AccessRights rights)
    {
        found = null;
        rights = AccessRights.None;
        var entry = Own(logicalName);
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

    public ValueTask<DataAccessResult> SetSecretAsync(Octets secret, CancellationToken cancellationToken) => new(DataAccessResult.ReadWriteDenied);

    public ValueTask<ActionReply> ReplyToHlsAsync(Octets token, CancellationToken cancellationToken) => new(ActionResult.ReadWriteDenied);

    private LogicalDeviceObject? Own(LogicalName name)
    {
        foreach (var entry in _own)
        {
            if (entry.Object.LogicalName == name)
            {
                return entry;
            }
        }

        return null;
    }
}
