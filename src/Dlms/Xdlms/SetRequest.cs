using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// set-request (IEC 62056-5-3). An attribute descriptor comes with its access-selection.
/// <code>
/// C1 choice(1) invoke-id-and-priority(1) ...
/// C1 01 normal                        C1 attribute descriptor data
/// C1 02 with-first-datablock          C1 attribute descriptor DataBlock-SA
/// C1 03 with-datablock                C1 DataBlock-SA
/// C1 04 with-list                     C1 count { attribute descriptor } count { data }
/// C1 05 with-list-and-first-datablock C1 count { attribute descriptor } DataBlock-SA
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority.</param>
public abstract record SetRequest(InvokeIdAndPriority InvokeId) : ServiceApdu(InvokeId)
{
    private const byte NormalChoice = 1;
    private const byte WithFirstDataBlockChoice = 2;
    private const byte WithDataBlockChoice = 3;
    private const byte WithListChoice = 4;
    private const byte WithListAndFirstDataBlockChoice = 5;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.SetRequest;

    /// <summary>set-request-normal.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Attribute">The attribute.</param>
    /// <param name="Value">The value it is to have.</param>
    public sealed record Normal(InvokeIdAndPriority InvokeId, AttributeDescriptor Attribute, CosemData Value) : SetRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, NormalChoice);
            Attribute.Write(writer);
            writer.WriteData(Value);
        }
    }

    /// <summary>set-request-with-first-datablock. The raw-data of all blocks together is Data.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Attribute">The attribute.</param>
    /// <param name="Block">The first block of the value.</param>
    public sealed record WithFirstDataBlock(InvokeIdAndPriority InvokeId, AttributeDescriptor Attribute, DataBlock Block) : SetRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithFirstDataBlockChoice);
            Attribute.Write(writer);
            Block.Write(writer);
        }
    }

    /// <summary>set-request-with-datablock.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Block">The next block.</param>
    public sealed record WithDataBlock(InvokeIdAndPriority InvokeId, DataBlock Block) : SetRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Block.Write(Begin(output, WithDataBlockChoice));
    }

    /// <summary>set-request-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Attributes">The attributes.</param>
    /// <param name="Values">One value for each attribute, in their order.</param>
    public sealed record WithList(
        InvokeIdAndPriority InvokeId, IReadOnlyList<AttributeDescriptor> Attributes, IReadOnlyList<CosemData> Values) : SetRequest(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithList? other) =>
            other is not null && InvokeId == other.InvokeId && Attributes.SequenceEqual(other.Attributes) && Values.SequenceEqual(other.Values);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Attributes.Count);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithListChoice);
            SequenceOf.Write(writer, Attributes, AttributeDescriptor.Write);
            ListOfData.Write(writer, Values);
        }

        internal static WithList Read(InvokeIdAndPriority invokeId, ref AxdrReader reader)
        {
            var attributes = ReadAttributes(ref reader);
            return new(invokeId, attributes, ListOfData.Read(ref reader, attributes.Length));
        }
    }

    /// <summary>set-request-with-list-and-first-datablock. The raw-data of all blocks together is SEQUENCE OF Data.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Attributes">The attributes.</param>
    /// <param name="Block">The first block of the values.</param>
    public sealed record WithListAndFirstDataBlock(
        InvokeIdAndPriority InvokeId, IReadOnlyList<AttributeDescriptor> Attributes, DataBlock Block) : SetRequest(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithListAndFirstDataBlock? other) =>
            other is not null && InvokeId == other.InvokeId && Attributes.SequenceEqual(other.Attributes) && Block == other.Block;

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Attributes.Count, Block);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithListAndFirstDataBlockChoice);
            SequenceOf.Write(writer, Attributes, AttributeDescriptor.Write);
            Block.Write(writer);
        }
    }

    internal static SetRequest Read(ReadOnlySpan<byte> apdu)
    {
        var reader = Begin(apdu, ApduTag.SetRequest, out var choice, out var invokeId);
        SetRequest request = choice switch
        {
            NormalChoice => new Normal(invokeId, AttributeDescriptor.Read(ref reader), reader.ReadData()),
            WithFirstDataBlockChoice => new WithFirstDataBlock(invokeId, AttributeDescriptor.Read(ref reader), DataBlock.Read(ref reader)),
            WithDataBlockChoice => new WithDataBlock(invokeId, DataBlock.Read(ref reader)),
            WithListChoice => WithList.Read(invokeId, ref reader),
            WithListAndFirstDataBlockChoice => new WithListAndFirstDataBlock(invokeId, ReadAttributes(ref reader), DataBlock.Read(ref reader)),
            _ => throw ApduException.Malformed($"{choice} is no choice of a set-request."),
        };
        reader.End();
        return request;
    }

    private static AttributeDescriptor[] ReadAttributes(ref AxdrReader reader) =>
        SequenceOf.Read(ref reader, AttributeDescriptor.MinLength, AttributeDescriptor.Read);
}
