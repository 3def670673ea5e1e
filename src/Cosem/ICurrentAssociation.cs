using System.Net;

namespace Cosem;

/// <summary>What the current association object (Association LN 0.0.40.0.0.255) shows of the association it stands for.</summary>
public interface ICurrentAssociation
{
    /// <summary>The client.</summary>
    ClientSap Client { get; }

    /// <summary>The server SAP the association was made with, also after another channel was selected.</summary>
    ushort ServerSap { get; }

    /// <summary>The last number of the application context name: 1 without, 3 with ciphering.</summary>
    byte ApplicationContext { get; }

    /// <summary>The last number of the authentication mechanism name: 0 none, 1 low level security, 5 high level security with GMAC.</summary>
    byte AuthenticationMechanism { get; }

    /// <summary>How far the association has come.</summary>
    AssociationStatus Status { get; }

    /// <summary>The negotiated conformance block, 24 bits, bit 0 the most significant.</summary>
    uint Conformance { get; }

    /// <summary>The longest APDU the server takes, in octets.</summary>
    ushort MaxReceivePduSize { get; }

    /// <summary>The longest APDU the server sends, in octets.</summary>
    ushort MaxSendPduSize { get; }

    /// <summary>The address of the client; null where it is not known.</summary>
    IPAddress? RemoteAddress { get; }

    /// <summary>The address and port its connection came in on; null where they are not known.</summary>
    IPEndPoint? LocalEndPoint { get; }

    /// <summary>The objects of the selected logical device that the client sees, with its rights on them.</summary>
    IEnumerable<(CosemObject Object, AccessRights Rights)> VisibleObjects { get; }

    /// <summary>Takes a new secret of low level security for the next association.</summary>
    /// <param name="secret">8 to 64 octets.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DataAccessResult> SetSecretAsync(Octets secret, CancellationToken cancellationToken);

    /// <summary>reply_to_HLS_authentication: the client's f(StoC), answered with the server's f(CtoS) as an octet-string.</summary>
    /// <param name="token">f(StoC), of any length.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<ActionReply> ReplyToHlsAsync(Octets token, CancellationToken cancellationToken);
}
