using System.Buffers;
using System.IO.Pipelines;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Acse;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>A DLMS client (IEC 62056-5-3) over the TCP wrapper (IEC 62056-4-7). One request at a time; strict about what it receives.</summary>
public sealed class DlmsClient : IAsyncDisposable
{
    private readonly DlmsClientOptions _options;
    private readonly ClientTransport _transport;
    private int _invokeId;

    /// <summary>A client over a connection that is open; disposing the client closes it.</summary>
    /// <param name="stream">The connection.</param>
    /// <param name="options">How to associate.</param>
    /// <param name="time">Times the wait for answers; null: the system's.</param>
    public DlmsClient(Stream stream, DlmsClientOptions options, TimeProvider? time = null)
        : this(PipeReader.Create(stream), PipeWriter.Create(stream), options, time)
    {
    }

    /// <inheritdoc cref="DlmsClient(Stream, DlmsClientOptions, TimeProvider?)" />
    /// <param name="transport">The connection.</param>
    /// <param name="options">How to associate.</param>
    /// <param name="time">Times the wait for answers; null: the system's.</param>
    public DlmsClient(IDuplexPipe transport, DlmsClientOptions options, TimeProvider? time = null)
        : this(transport.Input, transport.Output, options, time)
    {
    }

    private DlmsClient(PipeReader input, PipeWriter output, DlmsClientOptions options, TimeProvider? time)
    {
        _options = options;
        _transport = new(input, output, options, time ?? TimeProvider.System);
    }

    /// <summary>What was negotiated; null without an association.</summary>
    public InitiateResponse? Negotiated { get; private set; }

    /// <summary>Makes the association: with low level security when there is a secret, else without authentication.</summary>
    /// <exception cref="AssociationRefusedException">The server refused.</exception>
    public async Task AssociateAsync(CancellationToken cancellationToken = default)
    {
        Negotiated = null;
        var initiate = new InitiateRequest
        {
            ProposedConformance = _options.ProposedConformance,
            ClientMaxReceivePduSize = _options.MaxReceivePduSize,
        };
        var aarq = new Aarq { UserInformation = initiate.ToArray() };
        if (_options.LowLevelSecret is { } secret)
        {
            aarq = aarq with
            {
                SenderAcseRequirements = new CosemData.BitString(new byte[] { 0x80 }, 1),
                MechanismName = ObjectIdentifier.Mechanism(ObjectIdentifier.LowLevelSecurity),
                CallingAuthenticationValue = secret,
            };
        }

        var aare = await ExchangeAsync<Aare>(aarq, cancellationToken);
        var information = Decode(aare.UserInformation);
        if (aare.Result != AssociationResult.Accepted)
        {
            throw new AssociationRefusedException(aare.Result, aare.Diagnostic, (information as ConfirmedServiceError)?.InitiateError);
        }

        Negotiated = information is InitiateResponse { NegotiatedDlmsVersionNumber: InitiateResponse.DlmsVersion } response
            && aare.ApplicationContextName == aarq.ApplicationContextName
            ? response
            : throw new UnexpectedResponseException("The AARE accepts, but not what was asked for.");
    }

    /// <summary>Reads an attribute.</summary>
    /// <exception cref="DataAccessException">The server does not give it.</exception>
    public async Task<CosemData> GetAsync(AttributeDescriptor attribute, CancellationToken cancellationToken = default)
    {
        var invokeId = NextInvokeId();
        switch (await ExchangeAsync<GetResponse>(new GetRequest.Normal(invokeId, attribute), invokeId, cancellationToken))
        {
            case GetResponse.Normal { Result: { Data: { } data } }:
                return data;
            case GetResponse.Normal normal:
                throw new DataAccessException(attribute, normal.Result.Result);
            case GetResponse.WithDataBlock block:
                var encoded = await ReceiveBlocksAsync(block, attribute, cancellationToken);
                return Read(encoded, static (ref reader) => reader.ReadData());
            case var other:
                throw new UnexpectedResponseException($"The server answers a GET of one attribute with {other.GetType().Name}.");
        }
    }

    /// <summary>Reads several attributes in one request.</summary>
    /// <returns>One result for each attribute, in the same order.</returns>
    public async Task<IReadOnlyList<GetDataResult>> GetWithListAsync(
        IReadOnlyList<AttributeDescriptor> attributes, CancellationToken cancellationToken = default)
    {
        var invokeId = NextInvokeId();
        var response = await ExchangeAsync<GetResponse>(new GetRequest.WithList(invokeId, attributes), invokeId, cancellationToken);
        var results = response switch
        {
            GetResponse.WithList list => list.Results,
            GetResponse.WithDataBlock block => Read(
                await ReceiveBlocksAsync(block, null, cancellationToken), static (ref reader) => GetResponse.ReadList(ref reader)),
            GetResponse.Normal { Result.Data: null } refused => throw new DataAccessException(null, refused.Result.Result),
            _ => throw new UnexpectedResponseException($"The server answers a GET with list with {response.GetType().Name}."),
        };
        return results.Count == attributes.Count
            ? results
            : throw new UnexpectedResponseException($"The server gives {results.Count} results for {attributes.Count} attributes.");
    }

    /// <summary>Reads the object list of the current association.</summary>
    public async Task<IReadOnlyList<ObjectListElement>> GetObjectListAsync(CancellationToken cancellationToken = default)
    {
        var data = await GetAsync(new(ClassId.AssociationLn, AssociationLn.CurrentAssociation, 2), cancellationToken);
        if (data is not CosemData.Array list)
        {
            throw new UnexpectedResponseException("The object list is no array.");
        }

        return [.. list.Items.Select(item => ObjectListElement.TryParse(item, out var element)
            ? element
            : throw new UnexpectedResponseException("An element of the object list is not as the standard has it."))];
    }

    /// <summary>Releases the association; the connection stays open for another.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken = default)
    {
        await ExchangeAsync<Rlre>(Rlrq.Normal, cancellationToken);
        Negotiated = null;
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync() => _transport.DisposeAsync();

    private delegate T Reading<out T>(ref AxdrReader reader);

    private static T Read<T>(ReadOnlySpan<byte> octets, Reading<T> read)
    {
        try
        {
            var reader = new AxdrReader(octets);
            var value = read(ref reader);
            reader.End();
            return value;
        }
        catch (ApduException exception)
        {
            throw new UnexpectedResponseException($"The blocks hold what cannot be read: {exception.Message}", exception);
        }
    }

    private static Apdu? Decode(Octets? userInformation)
    {
        try
        {
            return userInformation is { } information ? Apdu.Decode(information.Span) : null;
        }
        catch (ApduException exception)
        {
            throw new UnexpectedResponseException($"The AARE holds what cannot be read: {exception.Message}", exception);
        }
    }

    private async Task<byte[]> ReceiveBlocksAsync(GetResponse.WithDataBlock block, AttributeDescriptor? attribute, CancellationToken cancellationToken)
    {
        var value = new ArrayBufferWriter<byte>();
        for (var number = 1u; ; number++)
        {
            if (block.RawData is not { } rawData)
            {
                throw new DataAccessException(attribute, block.Result);
            }

            if (block.BlockNumber != number || value.WrittenCount + rawData.Length > _options.MaxValueLength)
            {
                throw new UnexpectedResponseException($"Block {block.BlockNumber} came where {number} is due, or the value is too long.");
            }

            value.Write(rawData.Span);
            if (block.LastBlock)
            {
                return value.WrittenSpan.ToArray();
            }

            block = await ExchangeAsync<GetResponse.WithDataBlock>(new GetRequest.Next(block.InvokeId, number), block.InvokeId, cancellationToken);
        }
    }

    private InvokeIdAndPriority NextInvokeId() => InvokeIdAndPriority.Request(++_invokeId);

    private async Task<T> ExchangeAsync<T>(GetRequest request, InvokeIdAndPriority invokeId, CancellationToken cancellationToken)
        where T : GetResponse
    {
        var response = await ExchangeAsync<T>(request, cancellationToken);
        return response.InvokeId == invokeId
            ? response
            : throw new UnexpectedResponseException($"The server answers request {response.InvokeId.Value:X2}, not {invokeId.Value:X2}.");
    }

    private async Task<T> ExchangeAsync<T>(Apdu request, CancellationToken cancellationToken)
        where T : Apdu => await _transport.ExchangeAsync(request, cancellationToken) switch
        {
            T response => response,
            var other => throw new UnexpectedResponseException($"The server answers {request.GetType().Name} with {other.GetType().Name}."),
        };
}
