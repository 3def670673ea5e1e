using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>GET of a client (IEC 62056-5-3): normal and with list, the answer whole or in blocks.</summary>
internal sealed class ClientGet(ClientRequests requests)
{
    public async Task<CosemData> NormalAsync(AttributeDescriptor attribute, CancellationToken cancellationToken)
    {
        var response = await ExchangeAsync(new GetRequest.Normal(requests.NextInvokeId(), attribute), cancellationToken);
        return response switch
        {
            GetResponse.Normal { Result.Data: { } data } => data,
            GetResponse.Normal { Result.Result: var refused } => throw DataAccessException.Reading(attribute, refused),
            GetResponse.WithDataBlock block => ClientRequests.Read(
                await ReceiveBlocksAsync(block, result => DataAccessException.Reading(attribute, result), cancellationToken), DataBlock.ReadData),
            _ => throw ClientRequests.Unexpected(response, "a GET of one attribute"),
        };
    }

    public async Task<IReadOnlyList<GetDataResult>> WithListAsync(IReadOnlyList<AttributeDescriptor> attributes, CancellationToken cancellationToken)
    {
        var response = await ExchangeAsync(new GetRequest.WithList(requests.NextInvokeId(), attributes), cancellationToken);
        var results = response switch
        {
            GetResponse.WithList list => list.Results,
            GetResponse.WithDataBlock block => ClientRequests.Read(
                await ReceiveBlocksAsync(block, DataAccessException.ReadingList, cancellationToken), ReadList),
            GetResponse.Normal { Result: { Data: null, Result: var refused } } => throw DataAccessException.ReadingList(refused),
            _ => throw ClientRequests.Unexpected(response, "a GET with list"),
        };
        return results.Count == attributes.Count
            ? results
            : throw new UnexpectedResponseException($"The server gives {results.Count} results for {attributes.Count} attributes.");
    }

    private static IReadOnlyList<GetDataResult> ReadList(ReadOnlySpan<byte> octets)
    {
        var reader = new AxdrReader(octets);
        var results = GetResponse.ReadList(ref reader);
        reader.End();
        return results;
    }

    private async Task<byte[]> ReceiveBlocksAsync(
        GetResponse.WithDataBlock block, Func<DataAccessResult, DataAccessException> refused, CancellationToken cancellationToken)
    {
        var value = new ArrayBufferWriter<byte>();
        for (var number = 1u; ; number++)
        {
            requests.Append(value, block.BlockNumber, number, block.RawData ?? throw refused(block.Result));
            if (block.LastBlock)
            {
                return value.WrittenSpan.ToArray();
            }

            var response = await ExchangeAsync(new GetRequest.Next(block.InvokeId, number), cancellationToken);
            block = response as GetResponse.WithDataBlock ?? throw ClientRequests.Unexpected(response, "a GET of the next block");
        }
    }

    private async Task<GetResponse> ExchangeAsync(GetRequest request, CancellationToken cancellationToken)
    {
        var response = await requests.ExchangeAsync<GetResponse>(request, cancellationToken);
        ClientRequests.Expect(response.InvokeId, request.InvokeId);
        return response;
    }
}
