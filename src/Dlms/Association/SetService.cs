using System.Buffers;
using Cosem;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>SET (IEC 62056-5-3): normal, with list, and either in blocks.</summary>
internal sealed class SetService(AssociationContext association, ObjectAccess objects, DlmsLimits limits)
{
    private const int InvokeIdOffset = 2;

    private Transfer? _transfer;

    public async ValueTask AnswerAsync(ServiceRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        if (!TryRead(request.Apdu.Span, out var set))
        {
            _transfer = null;
            new SetResponse.Normal(new(request.Apdu.Span[InvokeIdOffset]), DataAccessResult.ReadWriteDenied).Write(output);
            return;
        }

        if (set is not SetRequest.WithDataBlock)
        {
            _transfer = null; // a new request ends the one that was not finished
        }

        var response = set switch
        {
            _ when !association.Conformance.HasFlag(NeededBy(set)) => new SetResponse.Normal(set.InvokeId, DataAccessResult.ReadWriteDenied),
            SetRequest.Normal normal =>
                new SetResponse.Normal(set.InvokeId, await objects.WriteAsync(normal.Attribute, normal.Value, request.Protection, cancellationToken)),
            SetRequest.WithList list =>
                new SetResponse.WithList(set.InvokeId, await WriteAsync(list.Attributes, list.Values, request.Protection, cancellationToken)),
            SetRequest.WithFirstDataBlock first => await TakeAsync(Begin([first.Attribute], isList: false, request), first.Block, set, request, cancellationToken),
            SetRequest.WithListAndFirstDataBlock first => await TakeAsync(Begin(first.Attributes, isList: true, request), first.Block, set, request, cancellationToken),
            SetRequest.WithDataBlock { Block: var block } => _transfer is { } transfer
                ? await TakeAsync(transfer, block, set, request, cancellationToken)
                : new SetResponse.LastDataBlock(set.InvokeId, DataAccessResult.NoLongSetInProgress, block.BlockNumber),
            _ => throw ApduException.Malformed("There is no such set-request."),
        };
        response.Write(output);
    }

    private static bool TryRead(ReadOnlySpan<byte> apdu, out SetRequest request)
    {
        try
        {
            request = SetRequest.Read(apdu);
            return true;
        }
        catch (ApduException) when (apdu.Length > InvokeIdOffset)
        {
            request = null!;
            return false;
        }
    }

    private static Conformance NeededBy(SetRequest request) => request switch
    {
        SetRequest.WithList => Conformance.MultipleReferences,
        SetRequest.WithListAndFirstDataBlock => Conformance.MultipleReferences | Conformance.BlockTransferWithSet,
        SetRequest.WithFirstDataBlock or SetRequest.WithDataBlock => Conformance.BlockTransferWithSet,
        _ => Conformance.Set,
    };

    private Transfer Begin(IReadOnlyList<AttributeDescriptor> attributes, bool isList, ServiceRequest request) =>
        _transfer = new(attributes, isList, new(limits.MaxReceivedValueLength, request.Protection));

    private async ValueTask<SetResponse> TakeAsync(
        Transfer transfer, DataBlock block, SetRequest set, ServiceRequest request, CancellationToken cancellationToken)
    {
        var result = transfer.Blocks.Add(block, request.Protection);
        if (result == DataAccessResult.Success && !block.LastBlock)
        {
            return new SetResponse.DataBlock(set.InvokeId, block.BlockNumber);
        }

        _transfer = null;
        if (result != DataAccessResult.Success || !TryRead(transfer, out var values))
        {
            return new SetResponse.LastDataBlock(
                set.InvokeId, result == DataAccessResult.Success ? DataAccessResult.ReadWriteDenied : result, block.BlockNumber);
        }

        var results = await WriteAsync(transfer.Attributes, values, transfer.Blocks.Protection, cancellationToken);
        return transfer.IsList
            ? new SetResponse.LastDataBlockWithList(set.InvokeId, results, block.BlockNumber)
            : new SetResponse.LastDataBlock(set.InvokeId, results[0], block.BlockNumber);
    }

    private static bool TryRead(Transfer transfer, out IReadOnlyList<CosemData> values)
    {
        try
        {
            var octets = transfer.Blocks.Octets.Span;
            values = transfer.IsList ? DataBlock.ReadListOfData(octets, transfer.Attributes.Count) : [DataBlock.ReadData(octets)];
            return true;
        }
        catch (ApduException)
        {
            values = [];
            return false;
        }
    }

    private async ValueTask<IReadOnlyList<DataAccessResult>> WriteAsync(
        IReadOnlyList<AttributeDescriptor> attributes, IReadOnlyList<CosemData> values, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        var results = new DataAccessResult[attributes.Count];
        for (var i = 0; i < results.Length; i++)
        {
            results[i] = await objects.WriteAsync(attributes[i], values[i], protection, cancellationToken);
        }

        return results;
    }

    /// <summary>A SET on its way in blocks.</summary>
    private sealed record Transfer(IReadOnlyList<AttributeDescriptor> Attributes, bool IsList, BlockAssembly Blocks);
}
