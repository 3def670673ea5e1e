using System.Buffers;
using Cosem;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>GET (IEC 62056-5-3): normal, next and with list, the answers in blocks when they are longer than the client takes.</summary>
internal sealed class GetService(AssociationContext association, ObjectAccess objects, IAssociationObserver? observer) : IAsyncDisposable
{
    // C4 02 invoke-id last-block block-number(4) 00
    private const int BlockHeaderLength = 9;

    // C4 01 invoke-id 00; with list nothing stands between invoke-id and count
    private const int NormalHeaderLength = ServiceApdu.HeaderLength + 1;

    private BlockTransfer? _transfer;

    public ValueTask AnswerAsync(ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        if (!ServiceApdu.TryRead(request.Apdu.Span, GetRequest.Read, out var get, out var invokeId))
        {
            Refuse(output, invokeId, DataAccessResult.ReadWriteDenied);
            return ValueTask.CompletedTask;
        }

        return get switch
        {
            GetRequest.Next next => NextAsync(next, request, output),
            GetRequest.Normal normal => NormalAsync(normal, request, output, cancellationToken),
            GetRequest.WithList list => ListAsync(list, request, output, cancellationToken),
            _ => throw ApduException.Malformed("There is no such get-request."),
        };
    }

    public ValueTask DisposeAsync() => EndTransferAsync();

    private async ValueTask NormalAsync(GetRequest.Normal get, ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        await EndTransferAsync();
        var value = await objects.ReadAsync(get.Attribute, cancellationToken);
        if (value.LazyArray is null)
        {
            var result = value.Data is { } data ? new GetDataResult(data) : new GetDataResult(value.Result);
            new GetResponse.Normal(get.InvokeId, result).Write(output);
            if (output.WrittenCount <= request.MaxResponseLength)
            {
                return;
            }

            output.ResetWrittenCount();
        }

        _transfer = TransferOf(value, get.Attribute, cancellationToken);
        await BeginAsync(_transfer, get.InvokeId, NormalHeaderLength, GetResponse.WriteNormal, request, output);
    }

    // Apart from its caller, so that a short value does not pay for the closure.
    private BlockTransfer TransferOf(AttributeValue value, AttributeDescriptor attribute, CancellationToken cancellationToken) =>
        new(to => ValueEncoding.DataAsync(to, value), association.Channel.Selected, attribute, cancellationToken);

    private async ValueTask ListAsync(GetRequest.WithList get, ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        await EndTransferAsync();
        if (!association.Conformance.HasFlag(Conformance.MultipleReferences))
        {
            Refuse(output, get.InvokeId, DataAccessResult.ReadWriteDenied);
            return;
        }

        _transfer = new(to => ValueEncoding.ListAsync(to, get.Attributes, objects.ReadAsync), association.Channel.Selected, null, cancellationToken);
        await BeginAsync(_transfer, get.InvokeId, ServiceApdu.HeaderLength, GetResponse.WriteWithList, request, output);
    }

    /// <summary>Answers whole when the value turns out short enough, else with the first block.</summary>
    private async ValueTask BeginAsync(
        BlockTransfer transfer,
        InvokeIdAndPriority invokeId,
        int headerLength,
        Action<IBufferWriter<byte>, InvokeIdAndPriority, ReadOnlySpan<byte>> writeWhole,
        ServiceRequest request,
        ArrayBufferWriter<byte> output)
    {
        var room = request.MaxResponseLength - headerLength;
        if (!await TryEncodeAsync(transfer, room + 1))
        {
            Refuse(output, invokeId, DataAccessResult.OtherReason);
        }
        else if (transfer.IsEncoded && transfer.Available <= room)
        {
            writeWhole(output, invokeId, transfer.Encoded);
            await EndTransferAsync();
        }
        else if (!request.InGeneralBlocks && association.Conformance.HasFlag(Conformance.BlockTransferWithGet))
        {
            await WriteBlockAsync(transfer, invokeId, request, output);
        }
        else
        {
            Refuse(output, invokeId, DataAccessResult.OtherReason);
            await EndTransferAsync();
        }
    }

    private async ValueTask NextAsync(GetRequest.Next next, ServiceRequest request, ArrayBufferWriter<byte> output)
    {
        if (_transfer is { } transfer && transfer.Channel == association.Channel.Selected && transfer.BlockNumber == next.BlockNumber)
        {
            await WriteBlockAsync(transfer, next.InvokeId, request, output);
            return;
        }

        var refusal = _transfer switch
        {
            null => DataAccessResult.NoLongGetInProgress,
            { Channel: var channel } when channel != association.Channel.Selected => DataAccessResult.LongGetAborted,
            _ => DataAccessResult.DataBlockNumberInvalid,
        };
        await EndTransferAsync();
        new GetResponse.WithDataBlock(next.InvokeId, next.BlockNumber, refusal).Write(output);
    }

    private async ValueTask WriteBlockAsync(BlockTransfer transfer, InvokeIdAndPriority invokeId, ServiceRequest request, ArrayBufferWriter<byte> output)
    {
        var size = BlockSize(request.MaxResponseLength);
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
    internal static int BlockSize(int maxPduSize) => ContentsIn(maxPduSize - BlockHeaderLength);

    /// <summary>The longest octet-string that fits, with its length, into so many octets; up to 65,535.</summary>
    internal static int ContentsIn(int room) => room switch
    {
        <= 1 + 0x7F + 1 => Math.Min(room - 1, 0x7F),
        <= 2 + 0xFF + 1 => Math.Min(room - 2, 0xFF),
        _ => room - 3,
    };

    private static void Refuse(ArrayBufferWriter<byte> output, InvokeIdAndPriority invokeId, DataAccessResult result) =>
        new GetResponse.Normal(invokeId, new(result)).Write(output);
}
