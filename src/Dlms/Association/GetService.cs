using System.Buffers;
using Cosem;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>GET (IEC 62056-5-3): normal, next and with list, the answers in blocks when they are longer than the client takes.</summary>
internal sealed class GetService(AssociationContext association, IAssociationObserver? observer) : IAsyncDisposable
{
    // C4 02 invoke-id last-block block-number(4) 00
    private const int BlockHeaderLength = 9;

    // C4 01 invoke-id 00, or C4 03 invoke-id
    private const int NormalHeaderLength = 4;
    private const int ListHeaderLength = 3;
    private const int InvokeIdOffset = 2;

    private BlockTransfer? _transfer;

    public Conformance Negotiated => association.Conformance;

    public ValueTask AnswerAsync(ReadOnlyMemory<byte> apdu, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        GetRequest request;
        try
        {
            request = GetRequest.Read(apdu.Span);
        }
        catch (ApduException) when (apdu.Length > InvokeIdOffset)
        {
            Refuse(output, new(apdu.Span[InvokeIdOffset]), DataAccessResult.ReadWriteDenied);
            return ValueTask.CompletedTask;
        }

        return request switch
        {
            GetRequest.Next next => NextAsync(next, output),
            GetRequest.Normal normal => NormalAsync(normal, output, cancellationToken),
            GetRequest.WithList list => ListAsync(list, output, cancellationToken),
            _ => throw ApduException.Malformed("There is no such get-request."),
        };
    }

    public ValueTask DisposeAsync() => EndTransferAsync();

    private async ValueTask NormalAsync(GetRequest.Normal request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        await EndTransferAsync();
        var value = await ReadAsync(request.Attribute, cancellationToken);
        if (value.LazyArray is null)
        {
            var result = value.Data is { } data ? new GetDataResult(data) : new GetDataResult(value.Result);
            new GetResponse.Normal(request.InvokeId, result).Write(output);
            if (output.WrittenCount <= association.MaxSendPduSize)
            {
                return;
            }

            output.ResetWrittenCount();
        }

        _transfer = TransferOf(value, request.Attribute, cancellationToken);
        await BeginAsync(_transfer, request.InvokeId, NormalHeaderLength, GetResponse.WriteNormal, output);
    }

    // Apart from its caller, so that a short value does not pay for the closure.
    private BlockTransfer TransferOf(AttributeValue value, AttributeDescriptor attribute, CancellationToken cancellationToken) =>
        new(to => ValueEncoding.DataAsync(to, value), association.Channel.Selected, attribute, cancellationToken);

    private async ValueTask ListAsync(GetRequest.WithList request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        await EndTransferAsync();
        if (!association.Conformance.HasFlag(Conformance.MultipleReferences))
        {
            Refuse(output, request.InvokeId, DataAccessResult.ReadWriteDenied);
            return;
        }

        _transfer = new(to => ValueEncoding.ListAsync(to, request.Attributes, ReadAsync), association.Channel.Selected, null, cancellationToken);
        await BeginAsync(_transfer, request.InvokeId, ListHeaderLength, GetResponse.WriteWithList, output);
    }

    /// <summary>Answers whole when the value turns out short enough, else with the first block.</summary>
    private async ValueTask BeginAsync(
        BlockTransfer transfer,
        InvokeIdAndPriority invokeId,
        int headerLength,
        Action<IBufferWriter<byte>, InvokeIdAndPriority, ReadOnlySpan<byte>> writeWhole,
        ArrayBufferWriter<byte> output)
    {
        var room = association.MaxSendPduSize - headerLength;
        if (!await TryEncodeAsync(transfer, room + 1))
        {
            Refuse(output, invokeId, DataAccessResult.OtherReason);
        }
        else if (transfer.IsEncoded && transfer.Available <= room)
        {
            writeWhole(output, invokeId, transfer.Encoded);
            await EndTransferAsync();
        }
        else if (association.Conformance.HasFlag(Conformance.BlockTransferWithGet))
        {
            await WriteBlockAsync(transfer, invokeId, output);
        }
        else
        {
            Refuse(output, invokeId, DataAccessResult.OtherReason);
            await EndTransferAsync();
        }
    }

    private async ValueTask NextAsync(GetRequest.Next request, ArrayBufferWriter<byte> output)
    {
        if (_transfer is { } transfer && transfer.Channel == association.Channel.Selected && transfer.BlockNumber == request.BlockNumber)
        {
            await WriteBlockAsync(transfer, request.InvokeId, output);
            return;
        }

        var refusal = _transfer switch
        {
            null => DataAccessResult.NoLongGetInProgress,
            { Channel: var channel } when channel != association.Channel.Selected => DataAccessResult.LongGetAborted,
            _ => DataAccessResult.DataBlockNumberInvalid,
        };
        await EndTransferAsync();
        new GetResponse.WithDataBlock(request.InvokeId, request.BlockNumber, refusal).Write(output);
    }

    private async ValueTask WriteBlockAsync(BlockTransfer transfer, InvokeIdAndPriority invokeId, ArrayBufferWriter<byte> output)
    {
        var size = BlockSize(association.MaxSendPduSize);
        if (!await TryEncodeAsync(transfer, size + 1))
        {
            new GetResponse.WithDataBlock(invokeId, transfer.BlockNumber + 1, DataAccessResult.OtherReason).Write(output);
            return;
        }

        var isLast = transfer.IsEncoded && transfer.Available <= size;
        var block = transfer.TakeBlock(size);
        new GetResponse.WithDataBlock(invokeId, isLast, transfer.BlockNumber, block).Write(output);
        if (isLast)
        {
            await EndTransferAsync();
        }
    }

    /// <summary>Encodes as much as the next answer needs; false, and the transfer ended, when the source fails.</summary>
    private async ValueTask<bool> TryEncodeAsync(BlockTransfer transfer, int octets)
    {
        try
        {
            await transfer.EncodeAsync(octets);
            return true;
        }
        catch (Exception exception) when (!transfer.CancellationToken.IsCancellationRequested)
        {
            observer?.Failed(transfer.Channel, transfer.Attribute, exception);
            await EndTransferAsync();
            return false;
        }
    }

    private async ValueTask EndTransferAsync()
    {
        if (_transfer is { } transfer)
        {
            _transfer = null;
            await transfer.DisposeAsync();
        }
    }

    /// <summary>Octets of raw data in a block: what is left of the longest APDU, which counts whole, after the header and the length.</summary>
    internal static int BlockSize(int maxPduSize) => (maxPduSize - BlockHeaderLength) switch
    {
        <= 1 + 0x7F + 1 and var room => Math.Min(room - 1, 0x7F),
        <= 2 + 0xFF + 1 and var room => Math.Min(room - 2, 0xFF),
        var room => room - 3,
    };

    private static void Refuse(ArrayBufferWriter<byte> output, InvokeIdAndPriority invokeId, DataAccessResult result) =>
        new GetResponse.Normal(invokeId, new(result)).Write(output);

    private async ValueTask<AttributeValue> ReadAsync(AttributeDescriptor attribute, CancellationToken cancellationToken)
    {
        try
        {
            var refusal = association.Find(attribute.ClassId, attribute.LogicalName, out var found, out var rights);
            if (found is null)
            {
                return refusal;
            }

            if (!rights.Attribute(attribute.AttributeId).HasFlag(AttributeAccess.Read))
            {
                return DataAccessResult.ReadWriteDenied;
            }

            return await found.GetAsync(attribute.AttributeId, attribute.Access, cancellationToken);
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            observer?.Failed(association.Channel.Selected, attribute, exception);
            return DataAccessResult.OtherReason;
        }
    }
}
