using System.Buffers;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// The server's side of an application association between one client SAP and one server SAP (IEC 62056-5-3): an APDU in, an APDU out.
/// It does no I/O; it waits for a COSEM object's value, and now and then for an invocation counter to be stored. One APDU at a time.
/// </summary>
public sealed class ApplicationAssociation : IAsyncDisposable
{
    private const int MaxKeptCapacity = 65_536;

    private readonly DlmsServer _server;
    private readonly Endpoints _endpoints;
    private readonly SecurityAlarm _alarm;
    private ArrayBufferWriter<byte> _response = new();
    private ArrayBufferWriter<byte> _plainRequest = new();
    private ArrayBufferWriter<byte> _plainResponse = new();
    private AssociationContext? _context;
    private AssociationServices? _services;
    private AssociationContext? _told;
    private long _lastUsed;
    private volatile bool _isAborted;

    /// <summary>No association yet.</summary>
    /// <param name="server">What all connections share.</param>
    /// <param name="client">The client SAP of the wrapper.</param>
    /// <param name="serverSap">The server SAP of the wrapper.</param>
    /// <param name="observer">Is told what happens.</param>
    /// <param name="endpoints">The ends of the connection.</param>
    public ApplicationAssociation(
        DlmsServer server, ushort client, ushort serverSap, IAssociationObserver? observer = null, Endpoints endpoints = default)
    {
        _server = server;
        _endpoints = endpoints;
        _alarm = new(observer, client, serverSap);
        _lastUsed = server.Time.GetTimestamp();
    }

    /// <summary>The state.</summary>
    public AssociationState State => _context switch
    {
        null => AssociationState.Idle,
        { Hls: not null } => AssociationState.HlsPending,
        _ => AssociationState.Associated,
    };

    /// <summary>Whether the client has proved who it is.</summary>
    public bool IsAuthenticated => _context is { Hls: null, HasFailed: false, AuthenticationMechanism: not ObjectIdentifier.LowestLevelSecurity };

    internal (ushort Client, ushort Server) Pair => (_alarm.Client, _alarm.Server);

    internal long LastUsed => Interlocked.Read(ref _lastUsed);

    private Conformance Negotiated => _context?.Conformance ?? Conformance.None;

    /// <summary>Answers an APDU. There is always an answer, but to general blocks of which more are to come.</summary>
    /// <param name="apdu">The APDU; it must not change until the answer is there.</param>
    /// <param name="cancellationToken">Ends the wait for a value. The same for all APDUs of a connection.</param>
    /// <returns>The APDU to send; it is valid until the next call. Empty: nothing to send.</returns>
    public async ValueTask<ReadOnlyMemory<byte>> AnswerAsync(ReadOnlyMemory<byte> apdu, CancellationToken cancellationToken = default)
    {
        Interlocked.Exchange(ref _lastUsed, _server.Time.GetTimestamp());
        Reset(ref _response);
        try
        {
            await EndIfOverAsync();
            await DispatchAsync(apdu, cancellationToken);
            TellOpened();
        }
        catch (ApduException exception)
        {
            _response.ResetWrittenCount();
            exception.Response.Write(_response);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _alarm.Observer?.Failed(_alarm.Server, exception);
            _response.ResetWrittenCount();
            new ExceptionResponse(StateError.ServiceNotAllowed, ServiceError.OtherReason).Write(_response);
        }

        if (_context is { HasFailed: true })
        {
            await EndAsync(AssociationEnd.AuthenticationFailed);
        }

        return _response.WrittenMemory;
    }

    /// <summary>Gives what is to be sent after an answer without another request: the rest of a window of general blocks.</summary>
    /// <param name="apdu">The APDU to send; it is valid until the next call.</param>
    public bool TryContinue(out ReadOnlyMemory<byte> apdu)
    {
        Reset(ref _response);
        var goesOn = _services?.Blocks.TryWriteNext(_response) == true;
        apdu = _response.WrittenMemory;
        return goesOn;
    }

    /// <summary>Ends the association, since its connection has ended.</summary>
    public ValueTask DisposeAsync() => EndAsync(AssociationEnd.ConnectionClosed);

    /// <summary>Ends the association before the next APDU is answered; from any thread.</summary>
    internal void Abort() => _isAborted = true;

    /// <summary>Ends the association, if there is one; its next APDU finds none.</summary>
    internal async ValueTask EndAsync(AssociationEnd end)
    {
        if ((_context, _services) is ({ } context, { } services))
        {
            (_context, _services, _told) = (null, null, null);
            _server.Associations.Remove(this);
            _isAborted = false; // nobody aborts what is not in the registry
            _alarm.Observer?.Ended(_alarm.Client, _alarm.Server, end);
            context.Dispose(); // keys first: a source of rows may fail to end
            await services.DisposeAsync();
        }
    }

    /// <summary>Empties a buffer, and lets go of one that a value made big before it turned out to need blocks.</summary>
    private static void Reset(ref ArrayBufferWriter<byte> buffer)
    {
        if (buffer.Capacity > MaxKeptCapacity)
        {
            buffer = new();
        }

        buffer.ResetWrittenCount();
    }

    private ValueTask EndIfOverAsync() => this switch
    {
        { _isAborted: true } => EndAsync(AssociationEnd.Aborted),
        { _context.Hls.IsExpired: true } => EndAsync(AssociationEnd.AuthenticationFailed),
        _ => ValueTask.CompletedTask,
    };

    private ValueTask DispatchAsync(ReadOnlyMemory<byte> apdu, CancellationToken cancellationToken)
    {
        var tag = apdu.IsEmpty ? default : (ApduTag)apdu.Span[0];
        return AssociationTable.ServiceOf(State, Negotiated, tag) switch
        {
            AssociationService.Open => OpenAsync(Aarq.Read(apdu.Span)),
            AssociationService.Release => ReleaseAsync(Rlrq.Read(apdu.Span)),
            AssociationService.BlockTransfer => TakeBlockAsync(GeneralBlockTransfer.Read(apdu.Span), cancellationToken),
            var service when _context is { } context => ServeAsync(service, apdu, context.MaxSendPduSize, inGeneralBlocks: false, cancellationToken),
            _ => throw ApduException.NotSupported(tag),
        };
    }

    private async ValueTask OpenAsync(Aarq aarq)
    {
        await EndAsync(AssociationEnd.Replaced);
        if (await new Opening(_server, _endpoints, _alarm).AnswerAsync(aarq, _response) is { } context)
        {
            _context = context;
            _services = new(context, _server.Limits, _alarm.Observer);
            _server.Associations.Add(this);
        }
    }

    /// <summary>An association is made when the client has proved itself, not before.</summary>
    private void TellOpened()
    {
        if (_context is { Hls: null, HasFailed: false } context && context != _told)
        {
            _told = context;
            _alarm.Observer?.Opened(_alarm.Client, _alarm.Server, context.AuthenticationMechanism);
        }
    }

    private async ValueTask ReleaseAsync(Rlrq rlrq)
    {
        var context = _context!;
        var request = RequestProtection.None;
        if (context.ApplicationContext == ObjectIdentifier.LogicalNamesCiphered
            && rlrq.UserInformation is { Length: > 0 } information
            && (ApduTag)information.Span[0] is (ApduTag.GloInitiateRequest or ApduTag.GeneralGloCiphering))
        {
            Reset(ref _plainRequest);
            request = await context.Protection!.UnprotectAsync(information.Memory, _plainRequest);
        }

        if (!_server.Security.Policy.AcceptPlainRelease)
        {
            Require(context, request);
        }

        var rlre = Rlre.Normal;
        if (request.Ciphering is not null)
        {
            Reset(ref _plainResponse);
            await context.Protection!.ProtectAsync(request, Opening.ResponseOf(context).ToArray(), _plainResponse);
            rlre = rlre with { UserInformation = _plainResponse.WrittenSpan.ToArray() };
        }

        rlre.Write(_response);
        await EndAsync(AssociationEnd.Released);
    }

    /// <summary>Serves an APDU, protected or not.</summary>
    private async ValueTask ServeAsync(
        AssociationService service, ReadOnlyMemory<byte> apdu, int maxLength, bool inGeneralBlocks, CancellationToken cancellationToken)
    {
        var (context, services) = (_context!, _services!);
        if (service != AssociationService.Decipher)
        {
            if (IsServed(service))
            {
                Require(context, RequestProtection.None);
            }

            await services.AnswerAsync(service, new(apdu, SecurityPolicy.None, maxLength, inGeneralBlocks), _response, cancellationToken);
            return;
        }

        // in the context without ciphering the keys are there for the reply to the challenge only
        if (context.ApplicationContext != ObjectIdentifier.LogicalNamesCiphered || context.Protection is not { } protection)
        {
            throw ApduException.NotSupported((ApduTag)apdu.Span[0]);
        }

        Reset(ref _plainRequest);
        Reset(ref _plainResponse);
        var request = await protection.UnprotectAsync(apdu, _plainRequest);
        Require(context, request);
        var inside = AssociationTable.ServiceInside(State, Negotiated, TagInside(request.Form));
        var room = MessageProtection.MaxPlainLength(request, maxLength);
        await services.AnswerAsync(inside, new(_plainRequest.WrittenMemory, request.Control.Protection, room, inGeneralBlocks), _plainResponse, cancellationToken);
        _plainRequest.Clear(); // it may have held a secret
        await protection.ProtectAsync(request, _plainResponse.WrittenMemory, _response);
    }

    private async ValueTask TakeBlockAsync(GeneralBlockTransfer block, CancellationToken cancellationToken)
    {
        var (context, blocks) = (_context!, _services!.Blocks);
        switch (blocks.Take(block))
        {
            case GeneralBlocksStep.Acknowledge:
                blocks.WriteAcknowledgement(_response);
                break;
            case GeneralBlocksStep.Send:
                blocks.TryWriteNext(_response);
                break;
            case GeneralBlocksStep.Complete:
                await AnswerInBlocksAsync(context, blocks, cancellationToken);
                break;
            default:
                break;
        }
    }

    private async ValueTask AnswerInBlocksAsync(AssociationContext context, GeneralBlocks blocks, CancellationToken cancellationToken)
    {
        var apdu = blocks.Request;
        var tag = apdu.IsEmpty ? default : (ApduTag)apdu.Span[0];
        var maxLength = blocks.MaxAnswerLength(context.MaxSendPduSize);
        try
        {
            await ServeAsync(AssociationTable.ServiceInBlocks(State, Negotiated, tag), apdu, maxLength, inGeneralBlocks: true, cancellationToken);
        }
        catch
        {
            blocks.Reset(); // the exception-response is not cut into blocks
            throw;
        }

        blocks.Answer(_response.WrittenSpan, context.MaxSendPduSize);
        _response.ResetWrittenCount();
        blocks.TryWriteNext(_response);
    }

    /// <summary>The tag of the APDU that was deciphered, which has to be the one that its service-specific form names.</summary>
    private ApduTag TagInside(ApduTag form)
    {
        var inside = _plainRequest.WrittenCount == 0 ? default : (ApduTag)_plainRequest.WrittenSpan[0];
        return CipheredApdu.IsGeneral(form) || inside == CipheredApdu.PlainTagOf(form)
            ? inside
            : throw ApduException.Malformed($"{form} holds an APDU of another kind.");
    }

    private static bool IsServed(AssociationService service) =>
        service is AssociationService.Get or AssociationService.Set or AssociationService.Action or AssociationService.Access or AssociationService.ReplyToHls;

    private static void Require(AssociationContext context, RequestProtection request)
    {
        if (!context.Policy.IsSatisfiedBy(request.Control))
        {
            context.Tell(SecurityEvent.UnderProtected, $"the policy asks for {context.Policy}");
            throw ApduException.NotAllowed($"The policy asks for {context.Policy}.");
        }
    }
}
