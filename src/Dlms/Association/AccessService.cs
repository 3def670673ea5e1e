using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// ACCESS (IEC 62056-5-3): a list of GET, SET and ACTION in one request, done in its order. It knows no blocks of its own: a value that the answer has no
/// room for is other-reason, and an answer without room for the results is refused before anything is done.
/// </summary>
internal sealed class AccessService(AssociationContext association, ObjectAccess objects, IAssociationObserver? observer)
{
    public async ValueTask AnswerAsync(ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var access = AccessRequest.Read(request.Apdu.Span);
        var nothing = NothingDone(access);
        nothing.Write(output);
        var room = request.MaxResponseLength - output.WrittenCount;
        if (room < 0)
        {
            throw ApduException.TooLong("The access-response is longer than the client takes.");
        }

        output.ResetWrittenCount();
        nothing.WriteHeader(output);
        var results = nothing.Items.Select(item => item.Specification).ToArray();
        var isBroken = false;
        for (var i = 0; i < results.Length; i++)
        {
            if (isBroken)
            {
                WriteNull(output); // after break-on-error the rest is not done, and says so
                continue;
            }

            var nullEnd = output.WrittenCount + 1; // null-data is counted in the answer that says nothing was done
            results[i] = await DoAsync(access.Items[i], request.BorneProtection, output, nullEnd + room, cancellationToken);
            room -= output.WrittenCount - nullEnd;
            isBroken = access.InvokeId.BreaksOnError && !results[i].IsSuccess;
        }

        AccessResponseSpecification.WriteList(new(output), results);
    }

    /// <summary>The shortest answer there is.</summary>
    private static AccessResponse NothingDone(AccessRequest access) => new(
        access.InvokeId,
        default,
        access.InvokeId.IsSelfDescriptive ? [.. access.Items.Select(item => item.Specification)] : null,
        [.. access.Items.Select(item => new AccessResponseItem(NotDone(item.Specification), CosemData.Null.Instance))]);

    private static AccessResponseSpecification NotDone(AccessRequestSpecification specification) => specification switch
    {
        AccessRequestSpecification.Get => new AccessResponseSpecification.Get(DataAccessResult.OtherReason),
        AccessRequestSpecification.Set => new AccessResponseSpecification.Set(DataAccessResult.OtherReason),
        _ => new AccessResponseSpecification.Action(ActionResult.OtherReason),
    };

    /// <summary>Does one part, and writes its data up to a length of the whole answer.</summary>
    private async ValueTask<AccessResponseSpecification> DoAsync(
        AccessRequestItem item, SecurityPolicy protection, ArrayBufferWriter<byte> output, int maxLength, CancellationToken cancellationToken)
    {
        switch (item.Specification)
        {
            case AccessRequestSpecification.Get get:
                var value = await objects.ReadAsync(get.Attribute, cancellationToken);
                var isWritten = await TryWriteAsync(value, get.Attribute, output, maxLength, cancellationToken);
                return isWritten ? new AccessResponseSpecification.Get(value.Result) : NotDone(get);
            case AccessRequestSpecification.Set set:
                WriteNull(output);
                return new AccessResponseSpecification.Set(await objects.WriteAsync(set.Attribute, item.Data, protection, cancellationToken));
            case AccessRequestSpecification.Action action:
                var reply = await objects.InvokeAsync(action.Method, item.Data, protection, cancellationToken);
                var isTold = await TryWriteAsync(reply.ReturnParameter ?? CosemData.Null.Instance, attribute: null, output, maxLength, cancellationToken);
                return isTold ? new AccessResponseSpecification.Action(reply.Result) : NotDone(action);
            default:
                throw ApduException.Malformed("There is no such access-request-specification.");
        }
    }

    /// <summary>Writes a value piece by piece; false, and null-data in its place, when it gets too long or its source fails.</summary>
    private async ValueTask<bool> TryWriteAsync(
        AttributeValue value, AttributeDescriptor? attribute, ArrayBufferWriter<byte> output, int maxLength, CancellationToken cancellationToken)
    {
        var begin = output.WrittenCount;
        var fits = true;
        try
        {
            await using var pieces = ValueEncoding.DataAsync(output, value, cancellationToken).GetAsyncEnumerator(cancellationToken);
            while (fits && await pieces.MoveNextAsync())
            {
                fits = output.WrittenCount <= maxLength;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            observer?.Failed(association.Channel.Selected, attribute, exception);
            fits = false;
        }

        if (!fits)
        {
            output.ResetWrittenCount();
            output.Advance(begin);
        }

        if (output.WrittenCount == begin)
        {
            WriteNull(output); // also where there is no value
        }

        return fits;
    }

    private static void WriteNull(ArrayBufferWriter<byte> output) => new AxdrWriter(output).WriteData(CosemData.Null.Instance);
}
