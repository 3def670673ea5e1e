using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// access-request (IEC 62056-5-3).
/// <code>
/// D9
/// 40000001 long-invoke-id-and-priority(4)
/// 00       date-time octet-string, empty or of 12 octets
/// 01 ...   count { Access-Request-Specification }
/// 01 00    count { data }, as many
/// </code>
/// </summary>
/// <param name="InvokeId">Long-Invoke-Id-And-Priority.</param>
/// <param name="DateTime">date-time; empty: none.</param>
/// <param name="Items">What is to be done, in this order.</param>
public sealed record AccessRequest(LongInvokeIdAndPriority InvokeId, Octets DateTime, IReadOnlyList<AccessRequestItem> Items) : Apdu
{
    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.AccessRequest;

    /// <inheritdoc />
    public bool Equals(AccessRequest? other) =>
        other is not null && InvokeId == other.InvokeId && DateTime == other.DateTime && Items.SequenceEqual(other.Items);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(InvokeId, Items.Count);

    /// <inheritdoc />
    public override void Write(IBufferWriter<byte> output)
    {
        var writer = new AxdrWriter(output);
        writer.WriteUnsigned((byte)Tag);
        writer.WriteDoubleLongUnsigned(InvokeId.Value);
        writer.WriteOctetString(DateTime.Span);
        SequenceOf.Write(writer, Items, static (list, item) => item.Specification.Write(list));
        SequenceOf.Write(writer, Items, static (list, item) => list.WriteData(item.Data));
    }

    internal static AccessRequest Read(ReadOnlySpan<byte> apdu)
    {
        var reader = new AxdrReader(apdu);
        reader.Expect((byte)ApduTag.AccessRequest);
        var invokeId = new LongInvokeIdAndPriority(reader.ReadDoubleLongUnsigned());
        var dateTime = ReadDateTime(ref reader);
        var specifications = AccessRequestSpecification.ReadList(ref reader);
        var data = ListOfData.Read(ref reader, specifications.Length);
        reader.End();
        return new(invokeId, dateTime, [.. specifications.Zip(data, static (specification, value) => new AccessRequestItem(specification, value))]);
    }

    /// <summary>date-time of an access-request, its response or a data-notification.</summary>
    internal static Octets ReadDateTime(ref AxdrReader reader) => reader.ReadOctetString() is { Length: 0 or CosemData.DateTime.Length } octets
        ? octets.ToArray()
        : throw ApduException.Malformed("A date-time is empty or has 12 octets.");
}
