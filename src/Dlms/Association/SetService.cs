using System.Buffers;
using Cosem;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>SET (IEC 62056-5-3): normal, with list, and either in blocks.</summary>
internal sealed class SetService(AssociationContext association, ObjectAccess objects, DlmsLimits limits)
{
    private BlockAssembly<AttributeDescriptor>? _received;

    public async ValueTask AnswerAsync(ServiceRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        SetResponse response;
        if (ServiceApdu.TryRead(request.Apdu.Span, SetRequest.Read, out var set, out var invokeId) && association.Conformance.HasFlag(NeededBy(set)))
        {
            response = await DoAsync(set, request.BorneProtection, cancellationToken);
        }
        else
        {
            _received = null;
            response = new SetResponse.Normal(invokeId, DataAccessResult.ReadWriteDenied);
        }

        response.Write(output);
    }

    private static Conformance NeededBy(SetRequest request) => request switch
    {
        SetRequest.WithList => Conformance.MultipleReferences,
        SetRequest.WithListAndFirstDataBlock => Conformance.MultipleReferences | Conformance.BlockTransferWithSet,
        SetRequest.WithFirstDataBlock or SetRequest.WithDataBlock => Conformance.BlockTransferWithSet,
        _ => Conformance.Set,
    };

    private async ValueTask<SetResponse> DoAsync(SetRequest set, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        _received = set switch
        {
            SetRequest.WithFirstDataBlock first => new([first.Attribute], isList: false, limits.MaxReceivedValueLength, protection),
            SetRequest.WithListAndFirstDataBlock first => new(first.Attributes, isList: true, limits.MaxReceivedValueLength, protection),
            SetRequest.WithDataBlock => _received,
            _ => null, // a new request ends the one that was not finished
        };
        return set switch
        {
            SetRequest.Normal normal =>
                new SetResponse.Normal(set.InvokeId, await objects.WriteAsync(normal.Attribute, normal.Value, protection, cancellationToken)),
            SetRequest.WithList list =>
                new SetResponse.WithList(set.InvokeId, await WriteAsync(list.Attributes, list.Values, protection, cancellationToken)),
            SetRequest.WithFirstDataBlock { Block: var block } => await TakeAsync(set.InvokeId, block, protection, cancellationToken),
            SetRequest.WithListAndFirstDataBlock { Block: var block } => await TakeAsync(set.InvokeId, block, protection, cancellationToken),
            SetRequest.WithDataBlock { Block: var block } => await TakeAsync(set.InvokeId, block, protection, cancellationToken),
            _ => throw ApduException.Malformed("There is no such set-request."),
        };
    }

    private async ValueTask<SetResponse> TakeAsync(
        InvokeIdAndPriority invokeId, DataBlock block, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        if (_received is not { } received)
        {
            return new SetResponse.LastDataBlock(invokeId, DataAccessResult.NoLongSetInProgress, block.BlockNumber);
        }

        var result = received.Add(block, protection);
        if (result == DataAccessResult.Success && !block.LastBlock)
        {
            return new SetResponse.DataBlock(invokeId, block.BlockNumber);
        }

        _received = null;
        if (result != DataAccessResult.Success)
        {
            return new SetResponse.LastDataBlock(invokeId, result, block.BlockNumber);
        }

        var results = await WriteAsync(received.Descriptors, received.Values, received.BorneProtection, cancellationToken);
        return received.IsList
            ? new SetResponse.LastDataBlockWithList(invokeId, results, block.BlockNumber)
            : new SetResponse.LastDataBlock(invokeId, results[0], block.BlockNumber);
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
}
