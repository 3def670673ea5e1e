using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>SET of a client (IEC 62056-5-3): normal and with list, the request whole or in blocks.</summary>
internal sealed class ClientSet(ClientRequests requests)
{
    public async Task NormalAsync(AttributeDescriptor attribute, CosemData value, CancellationToken cancellationToken)
    {
        var invokeId = requests.NextInvokeId();
        var request = new SetRequest.Normal(invokeId, attribute, value);
        var response = requests.Fits(request)
            ? await ExchangeAsync(request, cancellationToken)
            : await SendBlocksAsync(block => new SetRequest.WithFirstDataBlock(invokeId, attribute, block), Encode([value], isList: false), cancellationToken);
        var result = response switch
        {
            SetResponse.Normal normal => normal.Result,
            SetResponse.LastDataBlock last => last.Result,
            _ => throw ClientRequests.Unexpected(response, "a SET of one attribute"),
        };
        if (result != DataAccessResult.Success)
        {
            throw DataAccessException.Writing(attribute, result);
        }
    }

    public async Task<IReadOnlyList<DataAccessResult>> WithListAsync(
        IReadOnlyList<AttributeDescriptor> attributes, IReadOnlyList<CosemData> values, CancellationToken cancellationToken)
    {
        var invokeId = requests.NextInvokeId();
        var request = new SetRequest.WithList(invokeId, attributes, values);
        var response = requests.Fits(request)
            ? await ExchangeAsync(request, cancellationToken)
            : await SendBlocksAsync(
                block => new SetRequest.WithListAndFirstDataBlock(invokeId, attributes, block), Encode(values, isList: true), cancellationToken);
        var results = response switch
        {
            SetResponse.WithList list => list.Results,
            SetResponse.LastDataBlockWithList last => last.Results,
            SetResponse.Normal { Result: not DataAccessResult.Success } refused => throw DataAccessException.WritingList(refused.Result),
            SetResponse.LastDataBlock { Result: not DataAccessResult.Success } refused => throw DataAccessException.WritingList(refused.Result),
            _ => throw ClientRequests.Unexpected(response, "a SET with list"),
        };
        return results.Count == attributes.Count
            ? results
            : throw new UnexpectedResponseException($"The server gives {results.Count} results for {attributes.Count} attributes.");
    }

    private static byte[] Encode(IReadOnlyList<CosemData> values, bool isList)
    {
        var output = new ArrayBufferWriter<byte>();
        if (isList)
        {
            ListOfData.Write(new(output), values);
        }
        else
        {
            new AxdrWriter(output).WriteData(values[0]);
        }

        return output.WrittenSpan.ToArray();
    }

    private async Task<SetResponse> SendBlocksAsync(Func<DataBlock, SetRequest> first, ReadOnlyMemory<byte> value, CancellationToken cancellationToken)
    {
        var begin = first;
        for (var number = 1u; ; number++)
        {
            var empty = begin(new(LastBlock: false, number, default));
            var size = Math.Min(requests.BlockSize(empty), value.Length);
            var isLast = size == value.Length;
            var response = await ExchangeAsync(begin(new(isLast, number, value[..size])), cancellationToken);
            if (isLast || response is SetResponse.LastDataBlock { Result: not DataAccessResult.Success } or SetResponse.Normal { Result: not DataAccessResult.Success })
            {
                return response;
            }

            if (response is not SetResponse.DataBlock acknowledged || acknowledged.BlockNumber != number)
            {
                throw ClientRequests.Unexpected(response, $"block {number} of a SET");
            }

            value = value[size..];
            begin = block => new SetRequest.WithDataBlock(empty.InvokeId, block);
        }
    }

    private async Task<SetResponse> ExchangeAsync(SetRequest request, CancellationToken cancellationToken)
    {
        var response = await requests.ExchangeAsync<SetResponse>(request, cancellationToken);
        ClientRequests.Expect(response.InvokeId, request.InvokeId);
        return response;
    }
}
