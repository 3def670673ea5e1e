using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>ACCESS (IEC 62056-5-3): a list of GET, SET and ACTION in one request, done in its order. It knows no blocks of its own.</summary>
internal sealed class AccessService(ObjectAccess objects)
{
    public async ValueTask AnswerAsync(ServiceRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var access = AccessRequest.Read(request.Apdu.Span);
        var items = new AccessResponseItem[access.Items.Count];
        var isBroken = false;
        var room = request.MaxResponseLength; // what was fetched is counted before the next value is
        for (var i = 0; i < items.Length; i++)
        {
            // after break-on-error the rest is not done, and says so
            items[i] = isBroken ? Skipped(access.Items[i].Specification) : await DoAsync(access.Items[i], request, room, cancellationToken);
            isBroken |= access.InvokeId.BreaksOnError && !IsSuccess(items[i].Specification);
            room = Without(room, items[i].Data);
        }

        var specifications = access.InvokeId.IsSelfDescriptive ? access.Items.Select(item => item.Specification).ToArray() : null;
        var response = new AccessResponse(access.InvokeId, default, specifications, items).ToArray();
        output.Write(response.Length <= request.MaxResponseLength ? response : throw TooLong());
    }

    private static ApduException TooLong() => ApduException.TooLong("The access-response is longer than the client takes.");

    /// <summary>The room that is left after a value.</summary>
    private static int Without(int room, CosemData data)
    {
        var encoded = new ArrayBufferWriter<byte>();
        new AxdrWriter(encoded).WriteData(data);
        return encoded.WrittenCount <= room ? room - encoded.WrittenCount : throw TooLong();
    }

    private async ValueTask<AccessResponseItem> DoAsync(AccessRequestItem item, ServiceRequest request, int room, CancellationToken cancellationToken)
    {
        switch (item.Specification)
        {
            case AccessRequestSpecification.Get get:
                var value = await objects.ReadAsync(get.Attribute, cancellationToken);
                var data = value.LazyArray is { } lazy ? await FetchAsync(lazy, room, cancellationToken) : value.Data;
                return new(new AccessResponseSpecification.Get(value.Result), data ?? CosemData.Null.Instance);
            case AccessRequestSpecification.Set set:
                var result = await objects.WriteAsync(set.Attribute, item.Data, request.BorneProtection, cancellationToken);
                return new(new AccessResponseSpecification.Set(result), CosemData.Null.Instance);
            case AccessRequestSpecification.Action action:
                var reply = await objects.InvokeAsync(action.Method, item.Data, request.BorneProtection, cancellationToken);
                return new(new AccessResponseSpecification.Action(reply.Result), reply.ReturnParameter ?? CosemData.Null.Instance);
            default:
                throw ApduException.Malformed("There is no such access-request-specification.");
        }
    }

    /// <summary>An array that is fetched while it is sent is fetched here before, as far as it can fit.</summary>
    private static async ValueTask<CosemData> FetchAsync(LazyArray lazy, int room, CancellationToken cancellationToken)
    {
        var items = new List<CosemData>(lazy.Count <= room ? lazy.Count : throw TooLong());
        await foreach (var item in lazy.Items.WithCancellation(cancellationToken))
        {
            items.Add(item);
            room = Without(room, item);
        }

        return new CosemData.Array(items);
    }

    private static AccessResponseItem Skipped(AccessRequestSpecification specification) => new(
        specification switch
        {
            AccessRequestSpecification.Get => new AccessResponseSpecification.Get(DataAccessResult.OtherReason),
            AccessRequestSpecification.Set => new AccessResponseSpecification.Set(DataAccessResult.OtherReason),
            _ => new AccessResponseSpecification.Action(ActionResult.OtherReason),
        },
        CosemData.Null.Instance);

    private static bool IsSuccess(AccessResponseSpecification specification) => specification switch
    {
        AccessResponseSpecification.Get get => get.Result == DataAccessResult.Success,
        AccessResponseSpecification.Set set => set.Result == DataAccessResult.Success,
        AccessResponseSpecification.Action action => action.Result == ActionResult.Success,
        _ => false,
    };
}
