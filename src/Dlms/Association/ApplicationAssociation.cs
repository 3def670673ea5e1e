using System.Buffers;
using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// The server's side of an application association between one client SAP and one server SAP (IEC 62056-5-3): an APDU in, an APDU out.
/// It does no I/O; the only thing it waits for is a COSEM object's value. One APDU at a time.
/// </summary>
public sealed class ApplicationAssociation : IAsyncDisposable
{
    private const int MaxKeptCapacity = 65_536;

    private readonly DlmsServer _server;
    private readonly ushort _client;
    private readonly ushort _serverSap;
    private readonly IAssociationObserver? _observer;
    private ArrayBufferWriter<byte> _response = new();
    private GetService? _get;
    private long _lastUsed;
    private volatile bool _isAborted;

    /// <summary>No association yet.</summary>
    /// <param name="server">What all connections share.</param>
    /// <param name="client">The client SAP of the wrapper.</param>
    /// <param name="serverSap">The server SAP of the wrapper.</param>
    /// <param name="observer">Is told what happens.</param>
    public ApplicationAssociation(DlmsServer server, ushort client, ushort serverSap, IAssociationObserver? observer = null)
    {
        _server = server;
        _client = client;
        _serverSap = serverSap;
        _observer = observer;
        _lastUsed = server.Time.GetTimestamp();
    }

    /// <summary>The state.</summary>
    public AssociationState State => _get is null ? AssociationState.Idle : AssociationState.Associated;

    internal (ushort Client, ushort Server) Pair => (_client, _serverSap);

    internal long LastUsed => Interlocked.Read(ref _lastUsed);

    private Conformance Negotiated => _get?.Negotiated ?? Conformance.None;

    /// <summary>Answers an APDU; there is always an answer.</summary>
    /// <param name="apdu">The APDU; it must not change until the answer is there.</param>
    /// <param name="cancellationToken">Ends the wait for a value. The same for all APDUs of a connection.</param>
    /// <returns>The APDU to send; it is valid until the next call.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> apdu, CancellationToken cancellationToken = default)
    {
        Interlocked.Exchange(ref _lastUsed, _server.Time.GetTimestamp());
        ResetResponse();
        try
        {
            if (_isAborted)
            {
                await EndAsync(AssociationEnd.Aborted);
            }

            var tag = apdu.IsEmpty ? default : (ApduTag)apdu.Span[0];
            switch (AssociationTable.ServiceOf(State, Negotiated, tag))
            {
                case AssociationService.Open:
                    var aarq = Aarq.Read(apdu.Span);
                    await EndAsync(AssociationEnd.Replaced);
                    Open(aarq);
                    break;
                case AssociationService.Release:
                    Rlrq.Read(apdu.Span);
                    await EndAsync(AssociationEnd.Released);
                    Rlre.Normal.Write(_response);
                    break;
                case AssociationService.Get:
                    await _get!.AnswerAsync(apdu, _response, cancellationToken);
                    break;
                default:
                    ApduException.NotSupported(tag).Response.Write(_response);
                    break;
            }
        }
        catch (ApduException exception)
        {
            _response.ResetWrittenCount();
            exception.Response.Write(_response);
        }

        return _response.WrittenMemory;
    }

    /// <summary>Ends the association, since its connection has ended.</summary>
    public ValueTask DisposeAsync() => EndAsync(AssociationEnd.ConnectionClosed);

    /// <summary>Ends the association before the next APDU is answered; from any thread.</summary>
    internal void Abort() => _isAborted = true;

    /// <summary>Ends the association, if there is one; its next APDU finds none.</summary>
    internal async ValueTask EndAsync(AssociationEnd end)
    {
        if (_get is { } get)
        {
            _get = null;
            _server.Associations.Remove(this);
            _isAborted = false; // nobody aborts what is not in the registry
            _observer?.Ended(_client, _serverSap, end);
            await get.DisposeAsync();
        }
    }

    /// <summary>Empties the buffer, and lets go of one that a value made big before it turned out to need blocks.</summary>
    private void ResetResponse()
    {
        if (_response.Capacity > MaxKeptCapacity)
        {
            _response = new();
        }

        _response.ResetWrittenCount();
    }

    private void Open(Aarq aarq)
    {
        var initiate = ReadInitiate(aarq);
        if (Negotiation.DiagnosticOf(aarq, _client, _serverSap, _server) is { } diagnostic)
        {
            Refuse(diagnostic, null, initiate is null ? null : ResponseTo(initiate));
        }
        else if (Negotiation.ErrorOf(initiate) is { } error)
        {
            Refuse(ResultSourceDiagnostic.NoReasonGiven, error, new ConfirmedServiceError(error));
        }
        else
        {
            Accept(Negotiation.MechanismOf(aarq)!.Value, initiate!);
        }
    }

    private void Accept(byte mechanism, InitiateRequest initiate)
    {
        var response = ResponseTo(initiate);
        var context = new AssociationContext(_server.Directory, (ClientSap)_client, _serverSap)
        {
            AuthenticationMechanism = mechanism,
            Conformance = response.NegotiatedConformance,
            MaxSendPduSize = Negotiation.MaxSendPduSize(initiate, _server.Limits),
        };
        _get = new(context, _observer);
        _server.Associations.Add(this);
        _observer?.Opened(_client, _serverSap, mechanism);
        Answer(AssociationResult.Accepted, ResultSourceDiagnostic.None, response);
    }

    private void Refuse(ResultSourceDiagnostic diagnostic, InitiateError? error, Apdu? userInformation)
    {
        _observer?.Refused(_client, _serverSap, diagnostic, error);
        Answer(AssociationResult.RejectedPermanent, diagnostic, userInformation);
    }

    private void Answer(AssociationResult result, ResultSourceDiagnostic diagnostic, Apdu? userInformation) => new Aare
    {
        Result = result,
        Diagnostic = diagnostic,
        UserInformation = userInformation is null ? (Octets?)null : userInformation.ToArray(),
    }.Write(_response);

    private static InitiateResponse ResponseTo(InitiateRequest initiate) => new()
    {
        NegotiatedConformance = initiate.ProposedConformance & Negotiation.Offered,
        ServerMaxReceivePduSize = Negotiation.MaxReceivePduSize,
    };

    /// <summary>The InitiateRequest; null when there is none that can be read.</summary>
    private static InitiateRequest? ReadInitiate(Aarq aarq)
    {
        try
        {
            return aarq.UserInformation is { } information ? InitiateRequest.Read(information.Span) : null;
        }
        catch (ApduException)
        {
            return null;
        }
    }
}
