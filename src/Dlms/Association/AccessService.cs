using System.Buffers;
using Cosem;
using Dlms.Axdr;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>ACCESS (IEC 62056-5-3): a list of GET, SET and ACTION in one request, done in its order.</summary>
internal sealed class AccessService(AssociationContext association, ObjectAccess objects)
{
    public async ValueTask AnswerAsync(ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var access = AccessRequest.Read(request.Apdu.Span);
        AccessResponse.Begin(output, access);
        var results = new AccessResult[access.Items.Count];
        var isBroken = false;
        for (var i = 0; i < results.Length; i++)
        {
            // after break-on-error the rest is not done, and says so
            results[i] = isBroken
                ? Skip(access.Items[i], output)
                : await DoAsync(access.Items[i], request, output, cancellationToken);
            isBroken |= access.InvokeId.BreakOnError && !results[i].IsSuccess;
        }

        AccessResponse.End(output, results);
        if (output.WrittenCount > request.MaxResponseLength)
        {
            throw ApduException.TooLong($"The access-response has {output.WrittenCount} octets, and the client takes {request.MaxResponseLength}.");
        }
    }
}
