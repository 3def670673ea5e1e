using System.Buffers;

namespace Dlms.Xdlms;

/// <summary>
/// get-request (IEC 62056-5-3).
/// <code>
/// C0 choice(1) invoke-id-and-priority(1) ...
/// C0 01 normal    C1 attribute descriptor
/// C0 02 next      C1 block-number(4)
/// C0 03 with-list C1 count { attribute descriptor }
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority.</param>
public abstract record GetRequest(InvokeIdAndPriority InvokeId) : ServiceApdu(InvokeId)
{
    private const byte NormalChoice = 1;
    private const byte NextChoice = 2;
    private const byte WithListChoice = 3;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.GetRequest;

    /// <summary>get-request-normal.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Attribute">The attribute.</param>
    public sealed record Normal(InvokeIdAndPriority InvokeId, AttributeDescriptor Attribute) : GetRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Attribute.Write(Begin(output, NormalChoice));
    }

    /// <summary>get-request-next.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="BlockNumber">The number of the block that was received last.</param>
    public sealed record Next(InvokeIdAndPriority InvokeId, uint BlockNumber) : GetRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Begin(output, NextChoice).WriteDoubleLongUnsigned(BlockNumber);
    }

    /// <summary>get-request-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Attributes">The attributes.</param>
    public sealed record WithList(InvokeIdAndPriority InvokeId, IReadOnlyList<AttributeDescriptor> Attributes) : GetRequest(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithList? other) => other is not null && InvokeId == other.InvokeId && Attributes.SequenceEqual(other.Attributes);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Attributes.Count);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) =>
            SequenceOf.Write(Begin(output, WithListChoice), Attributes, AttributeDescriptor.Write);
    }

    internal static GetRequest Read(ReadOnlySpan<byte> apdu)
    {
        var reader = Begin(apdu, ApduTag.GetRequest, out var choice, out var invokeId);
        GetRequest request = choice switch
        {
            NormalChoice => new Normal(invokeId, AttributeDescriptor.Read(ref reader)),
            NextChoice => new Next(invokeId, reader.ReadDoubleLongUnsigned()),
            WithListChoice => new WithList(invokeId, SequenceOf.Read(ref reader, AttributeDescriptor.MinLength, AttributeDescriptor.Read)),
            _ => throw ApduException.Malformed($"{choice} is no choice of a get-request."),
        };
        reader.End();
        return request;
    }
}
