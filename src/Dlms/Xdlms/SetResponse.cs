using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// set-response (IEC 62056-5-3).
/// <code>
/// C5 choice(1) invoke-id-and-priority(1) ...
/// C5 01 normal                   C1 result(1)
/// C5 02 datablock                C1 block-number(4)
/// C5 03 last-datablock           C1 result(1) block-number(4)
/// C5 04 last-datablock-with-list C1 count { result(1) } block-number(4)
/// C5 05 with-list                C1 count { result(1) }
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
public abstract record SetResponse(InvokeIdAndPriority InvokeId) : ServiceApdu(InvokeId)
{
    private const byte NormalChoice = 1;
    private const byte DataBlockChoice = 2;
    private const byte LastDataBlockChoice = 3;
    private const byte LastDataBlockWithListChoice = 4;
    private const byte WithListChoice = 5;
    private const int ResultLength = 1;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.SetResponse;

    /// <summary>set-response-normal.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Result">The result.</param>
    public sealed record Normal(InvokeIdAndPriority InvokeId, DataAccessResult Result) : SetResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Begin(output, NormalChoice).WriteUnsigned((byte)Result);
    }

    /// <summary>set-response-datablock: the block came, the next one may.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="BlockNumber">The number of the block that was received.</param>
    public sealed record DataBlock(InvokeIdAndPriority InvokeId, uint BlockNumber) : SetResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Begin(output, DataBlockChoice).WriteDoubleLongUnsigned(BlockNumber);
    }

    /// <summary>set-response-last-datablock.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Result">The result.</param>
    /// <param name="BlockNumber">The number of the block that was received last.</param>
    public sealed record LastDataBlock(InvokeIdAndPriority InvokeId, DataAccessResult Result, uint BlockNumber) : SetResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, LastDataBlockChoice);
            writer.WriteUnsigned((byte)Result);
            writer.WriteDoubleLongUnsigned(BlockNumber);
        }
    }

    /// <summary>set-response-last-datablock-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Results">One result for each attribute of the request, in its order.</param>
    /// <param name="BlockNumber">The number of the block that was received last.</param>
    public sealed record LastDataBlockWithList(
        InvokeIdAndPriority InvokeId, IReadOnlyList<DataAccessResult> Results, uint BlockNumber) : SetResponse(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(LastDataBlockWithList? other) =>
            other is not null && InvokeId == other.InvokeId && Results.SequenceEqual(other.Results) && BlockNumber == other.BlockNumber;

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Results.Count, BlockNumber);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, LastDataBlockWithListChoice);
            SequenceOf.Write(writer, Results, WriteResult);
            writer.WriteDoubleLongUnsigned(BlockNumber);
        }
    }

    /// <summary>set-response-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Results">One result for each attribute of the request, in its order.</param>
    public sealed record WithList(InvokeIdAndPriority InvokeId, IReadOnlyList<DataAccessResult> Results) : SetResponse(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithList? other) => other is not null && InvokeId == other.InvokeId && Results.SequenceEqual(other.Results);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Results.Count);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => SequenceOf.Write(Begin(output, WithListChoice), Results, WriteResult);
    }

    internal static SetResponse Read(ReadOnlySpan<byte> apdu)
    {
        var reader = Begin(apdu, ApduTag.SetResponse, out var choice, out var invokeId);
        SetResponse response = choice switch
        {
            NormalChoice => new Normal(invokeId, ReadResult(ref reader)),
            DataBlockChoice => new DataBlock(invokeId, reader.ReadDoubleLongUnsigned()),
            LastDataBlockChoice => new LastDataBlock(invokeId, ReadResult(ref reader), reader.ReadDoubleLongUnsigned()),
            LastDataBlockWithListChoice => new LastDataBlockWithList(invokeId, ReadResults(ref reader), reader.ReadDoubleLongUnsigned()),
            WithListChoice => new WithList(invokeId, ReadResults(ref reader)),
            _ => throw ApduException.Malformed($"{choice} is no choice of a set-response."),
        };
        reader.End();
        return response;
    }

    private static DataAccessResult ReadResult(ref AxdrReader reader) => (DataAccessResult)reader.ReadUnsigned();

    private static DataAccessResult[] ReadResults(ref AxdrReader reader) => SequenceOf.Read(ref reader, ResultLength, ReadResult);

    private static void WriteResult(AxdrWriter writer, DataAccessResult result) => writer.WriteUnsigned((byte)result);
}
