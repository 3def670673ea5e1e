using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// access-response (IEC 62056-5-3).
/// <code>
/// DA
/// 40000001 long-invoke-id-and-priority(4)
/// 00       date-time octet-string, empty or of 12 octets
/// 00       access-request-specification OPTIONAL: 00, or 01 count { Access-Request-Specification }
/// 01 ...   count { data }
/// 01 01 00 count { Access-Response-Specification }, as many
/// </code>
/// </summary>
/// <param name="InvokeId">Long-Invoke-Id-And-Priority of the request.</param>
/// <param name="DateTime">date-time; empty: none.</param>
/// <param name="RequestSpecifications">access-request-specification of a self-descriptive response, or null.</param>
/// <param name="Items">One for each part of the request, in its order.</param>
public sealed record AccessResponse(
    LongInvokeIdAndPriority InvokeId,
    Octets DateTime,
    IReadOnlyList<AccessRequestSpecification>? RequestSpecifications,
    IReadOnlyList<AccessResponseItem> Items) : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.AccessResponse;

    /// <inheritdoc />
    public bool Equals(AccessResponse? other) =>
        other is not null && InvokeId == other.InvokeId && DateTime == other.DateTime && Items.SequenceEqual(other.Items)
        && (RequestSpecifications is null
            ? other.RequestSpecifications is null
            : other.RequestSpecifications is not null && RequestSpecifications.SequenceEqual(other.RequestSpecifications));

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(InvokeId, Items.Count);

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        WriteHeader(output);
        var writer = new AxdrWriter(output);
        foreach (var item in Items)
        {
            writer.WriteData(item.Data);
        }

        SequenceOf.Write(writer, Items, static (list, item) => item.Specification.Write(list));
    }

    /// <summary>Writes what comes before the first data.</summary>
    internal void WriteHeader(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteDoubleLongUnsigned(InvokeId.Value);
        writer.WriteOctetString(DateTime.Span);
        writer.WriteBoolean(RequestSpecifications is not null);
        if (RequestSpecifications is not null)
        {
            AccessRequestSpecification.WriteList(writer, RequestSpecifications);
        }

        writer.WriteLength(Items.Count);
    }

    internal static AccessResponse Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.AccessResponse);
        var invokeId = new LongInvokeIdAndPriority(reader.ReadDoubleLongUnsigned());
        var dateTime = AccessRequest.ReadDateTime(ref reader);
        var requests = reader.ReadPresence() ? AccessRequestSpecification.ReadList(ref reader) : null;
        var data = ListOfData.Read(ref reader);
        var specifications = SequenceOf.Read(ref reader, AccessResponseSpecification.Length, AccessResponseSpecification.Read);
        reader.End();
        return data.Length == specifications.Length
            ? new(invokeId, dateTime, requests, [.. specifications.Zip(data, static (specification, value) => new AccessResponseItem(specification, value))])
            : throw ApduException.Malformed($"There are {data.Length} data for {specifications.Length} results.");
    }
}
