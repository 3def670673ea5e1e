using System.IO.Pipelines;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>A DLMS client (IEC 62056-5-3) over the TCP wrapper (IEC 62056-4-7). One request at a time; strict about what it receives.</summary>
public sealed class DlmsClient : IAsyncDisposable
{
    private static readonly LogicalName FrameCounter = new(0, 0, 43, 1, 0, 255);

    private readonly ClientTransport _transport;
    private readonly ClientProtection? _protection;
    private readonly ClientRequests _requests;
    private readonly ClientGet _get;
    private readonly ClientSet _set;
    private readonly ClientAction _action;
    private readonly ClientAssociation _association;

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
        if (options.Authentication == ClientAuthentication.HighLevelGmac && options.Security is null)
        {
            throw new ArgumentException("High level security with GMAC needs keys.", nameof(options));
        }

        _transport = new(input, output, options, time ?? TimeProvider.System);
        _protection = options.Security is { } security ? new(security) : null;
        _requests = new(_transport, options.MaxValueLength);
        (_get, _set, _action) = (new(_requests), new(_requests), new(_requests));
        _association = new(options, _transport, _action, _protection);
    }

    /// <summary>What was negotiated; null without an association.</summary>
    public InitiateResponse? Negotiated { get; private set; }

    /// <summary>The invocation counter that the next protected APDU would bear, for the next connection to begin with; null without keys.</summary>
    public uint? NextInvocationCounter => _protection?.NextCounter;

    /// <summary>Makes the association, with the authentication and protection of the options.</summary>
    /// <exception cref="AssociationRefusedException">The server refused.</exception>
    /// <exception cref="ProtectionException">The server did not prove that it holds the keys.</exception>
    /// <exception cref="ExceptionResponseException">With invocation-counter-error: the invocation counter is too low.</exception>
    public async Task AssociateAsync(CancellationToken cancellationToken = default)
    {
        Negotiated = null;
        Negotiated = await _association.OpenAsync(cancellationToken);
    }

    /// <summary>Reads an attribute.</summary>
    /// <exception cref="DataAccessException">The server does not give it.</exception>
    public Task<CosemData> GetAsync(AttributeDescriptor attribute, CancellationToken cancellationToken = default) =>
        _get.NormalAsync(attribute, cancellationToken);

    /// <summary>Reads several attributes in one request.</summary>
    /// <returns>One result for each attribute, in the same order.</returns>
    public Task<IReadOnlyList<GetDataResult>> GetWithListAsync(
        IReadOnlyList<AttributeDescriptor> attributes, CancellationToken cancellationToken = default) => _get.WithListAsync(attributes, cancellationToken);

    /// <summary>Writes an attribute; in blocks when it is longer than the server takes.</summary>
    /// <exception cref="DataAccessException">The server does not take it.</exception>
    public Task SetAsync(AttributeDescriptor attribute, CosemData value, CancellationToken cancellationToken = default) =>
        _set.NormalAsync(attribute, value, cancellationToken);

    /// <summary>Writes several attributes in one request; in blocks when it is longer than the server takes.</summary>
    /// <returns>One result for each attribute, in the same order.</returns>
    public Task<IReadOnlyList<DataAccessResult>> SetWithListAsync(
        IReadOnlyList<AttributeDescriptor> attributes, IReadOnlyList<CosemData> values, CancellationToken cancellationToken = default) =>
        attributes.Count == values.Count
            ? _set.WithListAsync(attributes, values, cancellationToken)
            : throw new ArgumentException("There must be one value for each attribute.", nameof(values));

    /// <summary>Invokes a method; in blocks, in both directions, where it is too long.</summary>
    /// <returns>What the method returned; null: nothing.</returns>
    /// <exception cref="ActionException">The server does not invoke it.</exception>
    public Task<CosemData?> ActionAsync(MethodDescriptor method, CosemData? parameters = null, CancellationToken cancellationToken = default) =>
        _action.NormalAsync(method, parameters, cancellationToken);

    /// <summary>Reads, writes and invokes in one request, in this order (ACCESS).</summary>
    /// <returns>One result for each item, in the same order.</returns>
    public async Task<IReadOnlyList<AccessResponseItem>> AccessAsync(
        IReadOnlyList<AccessRequestItem> items, CancellationToken cancellationToken = default)
    {
        var request = new AccessRequest(_requests.NextLongInvokeId(), default, items);
        var response = await _requests.ExchangeAsync<AccessResponse>(request, cancellationToken);
        return response.InvokeId == request.InvokeId && response.Items.Count == items.Count
            ? response.Items
            : throw new UnexpectedResponseException($"The server gives {response.Items.Count} results for {items.Count} items, or to another request.");
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

    /// <summary>
    /// Reads the invocation counter that the server took last, as the public client does before it comes again with keys; begin with one more.
    /// Nothing protects this answer: whoever remembers <see cref="NextInvocationCounter"/> begins with the higher of both.
    /// </summary>
    /// <param name="logicalName">The frame counter; null: 0.0.43.1.0.255.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<uint> ReadFrameCounterAsync(LogicalName? logicalName = null, CancellationToken cancellationToken = default) =>
        await GetAsync(new(ClassId.Data, logicalName ?? FrameCounter, 2), cancellationToken) is CosemData.DoubleLongUnsigned counter
            ? counter.Value
            : throw new UnexpectedResponseException("The frame counter is no double-long-unsigned.");

    /// <summary>Releases the association; the connection stays open for another.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken = default)
    {
        await _association.ReleaseAsync(cancellationToken);
        Negotiated = null;
    }

    /// <summary>Closes the connection.</summary>
    public ValueTask DisposeAsync()
    {
        _protection?.Dispose();
        return _transport.DisposeAsync();
    }
}
