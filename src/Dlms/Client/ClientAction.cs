using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>ACTION of a client (IEC 62056-5-3): one method, request and answer whole or in blocks.</summary>
internal sealed class ClientAction(ClientRequests requests)
{
    public async Task<CosemData?> NormalAsync(MethodDescriptor method, CosemData? parameters, CancellationToken cancellationToken)
    {
        var request = new ActionRequest.Normal(requests.NextInvokeId(), method, parameters);
        var response = parameters is null || requests.Fits(request)
            ? await ExchangeAsync(request, cancellationToken)
            : await SendBlocksAsync(request.InvokeId, method, parameters, cancellationToken);
        var outcome = response switch
        {
            ActionResponse.Normal normal => normal.Response,
            ActionResponse.WithPBlock block => ClientRequests.Read(await ReceiveBlocksAsync(method, block, cancellationToken), ActionResponse.ReadAssembled),
            _ => throw ClientRequests.Unexpected(response, "an ACTION of one method"),
        };
        return outcome switch
        {
            { Result: not ActionResult.Success } => throw new ActionException(method, outcome.Result),
            { ReturnParameters: null } => null,
            { ReturnParameters: { Data: { } data } } => data,
            { ReturnParameters: { } none } => throw DataAccessException.Returning(method, none.Result),
        };
    }

    private async Task<ActionResponse> SendBlocksAsync(
        InvokeIdAndPriority invokeId, MethodDescriptor method, CosemData parameters, CancellationToken cancellationToken)
    {
        var output = new ArrayBufferWriter<byte>();
        new AxdrWriter(output).WriteData(parameters);
        var rest = output.WrittenMemory;
        for (var number = 1u; ; number++)
        {
            ActionRequest Block(bool isLast, Octets rawData) => number == 1
                ? new ActionRequest.WithFirstPBlock(invokeId, method, new(isLast, number, rawData))
                : new ActionRequest.WithPBlock(invokeId, new(isLast, number, rawData));

            var size = Math.Min(requests.BlockSize(Block(isLast: false, default)), rest.Length);
            var isLast = size == rest.Length;
            var response = await ExchangeAsync(Block(isLast, rest[..size]), cancellationToken);
            if (isLast || response is ActionResponse.Normal { Response.Result: not ActionResult.Success })
            {
                return response;
            }

            if (response is not ActionResponse.NextPBlock acknowledged || acknowledged.BlockNumber != number)
            {
                throw ClientRequests.Unexpected(response, $"block {number} of an ACTION");
            }

            rest = rest[size..];
        }
    }

    private async Task<byte[]> ReceiveBlocksAsync(MethodDescriptor method, ActionResponse.WithPBlock block, CancellationToken cancellationToken)
    {
        var value = new ArrayBufferWriter<byte>();
        for (var number = 1u; ; number++)
        {
            requests.Append(value, block.PBlock.BlockNumber, number, block.PBlock.RawData);
            if (block.PBlock.LastBlock)
            {
                return value.WrittenSpan.ToArray();
            }

            block = await ExchangeAsync(new ActionRequest.NextPBlock(block.InvokeId, number), cancellationToken) switch
            {
                ActionResponse.WithPBlock next => next,
                ActionResponse.Normal { Response.Result: not ActionResult.Success and var refused } => throw new ActionException(method, refused),
                var other => throw ClientRequests.Unexpected(other, "an ACTION's next block"),
            };
        }
    }

    private async Task<ActionResponse> ExchangeAsync(ActionRequest request, CancellationToken cancellationToken)
    {
        var response = await requests.ExchangeAsync<ActionResponse>(request, cancellationToken);
        ClientRequests.Expect(response.InvokeId, request.InvokeId);
        return response;
    }
}
