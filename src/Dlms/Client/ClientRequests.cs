using System.Buffers;
using Cosem;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>What GET, SET and ACTION of a client share: invoke-ids, the size of blocks, and the value that blocks add up to.</summary>
internal sealed class ClientRequests(ClientTransport transport, int maxValueLength)
{
    private int _invokeId;

    public InvokeIdAndPriority NextInvokeId() => InvokeIdAndPriority.Request(++_invokeId);

    public LongInvokeIdAndPriority NextLongInvokeId() => LongInvokeIdAndPriority.Request(++_invokeId);

    public Task<T> ExchangeAsync<T>(Apdu request, CancellationToken cancellationToken)
        where T : Apdu => transport.ExchangeAsync<T>(request, cancellationToken);

    /// <summary>Whether a request fits into one APDU.</summary>
    public bool Fits(Apdu request) => request.ToArray().Length <= transport.MaxRequestLength(request.Tag);

    /// <summary>How many octets of a value go into a block.</summary>
    /// <param name="empty">The request with an empty block.</param>
    public int BlockSize(Apdu empty)
    {
        var room = transport.MaxRequestLength(empty.Tag) - empty.ToArray().Length;
        room -= room > 0x7F ? 1 : 0; // longer lengths take more octets
        room -= room > byte.MaxValue ? 1 : 0;
        return room > 0 ? room : throw new RequestTooLongException(transport.MaxSendPduSize);
    }

    /// <summary>Appends a received block to a value.</summary>
    public void Append(ArrayBufferWriter<byte> value, uint number, uint due, Octets rawData)
    {
        if (number != due || value.WrittenCount + rawData.Length > maxValueLength)
        {
            throw new UnexpectedResponseException($"Block {number} came where {due} is due, or the value is too long.");
        }

        value.Write(rawData.Span);
    }

    /// <summary>Checks that an answer belongs to its request.</summary>
    public static void Expect(InvokeIdAndPriority found, InvokeIdAndPriority expected)
    {
        if (found != expected)
        {
            throw new UnexpectedResponseException($"The server answers request {found.Value:X2}, not {expected.Value:X2}.");
        }
    }

    /// <summary>An answer of a kind that was not asked for.</summary>
    public static UnexpectedResponseException Unexpected(Apdu response, string request) =>
        new($"The server answers {request} with {response.Tag} {response.GetType().Name}.");

    /// <summary>Reads what blocks hold together.</summary>
    public static T Read<T>(ReadOnlySpan<byte> octets, Func<ReadOnlySpan<byte>, T> read)
    {
        try
        {
            return read(octets);
        }
        catch (ApduException exception)
        {
            throw new UnexpectedResponseException($"The blocks hold what cannot be read: {exception.Message}", exception);
        }
    }
}
