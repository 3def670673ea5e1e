using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// get-response (IEC 62056-5-3).
/// <code>
/// C4 choice(1) invoke-id-and-priority(1) ...
/// C4 01 normal         C1 Get-Data-Result
/// C4 02 with-datablock C1 last-block(1) block-number(4) 00 raw-data octet-string | 01 data-access-result(1)
/// C4 03 with-list      C1 count { Get-Data-Result }
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
public abstract record GetResponse(InvokeIdAndPriority InvokeId) : ServiceApdu(InvokeId)
{
    private const byte NormalChoice = 1;
    private const byte WithDataBlockChoice = 2;
    private const byte WithListChoice = 3;
    private const byte RawDataChoice = 0;
    private const byte DataAccessResultChoice = 1;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.GetResponse;

    /// <summary>get-response-normal.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Result">The result.</param>
    public sealed record Normal(InvokeIdAndPriority InvokeId, GetDataResult Result) : GetResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Result.Write(Begin(output, NormalChoice));
    }

    /// <summary>get-response-with-datablock.</summary>
    public sealed record WithDataBlock : GetResponse
    {
        /// <summary>A block of the encoded value.</summary>
        /// <param name="invokeId">Invoke-Id-And-Priority of the request.</param>
        /// <param name="lastBlock">Whether it is the last block.</param>
        /// <param name="blockNumber">The number of the block, from 1.</param>
        /// <param name="rawData">A part of the encoded value.</param>
        public WithDataBlock(InvokeIdAndPriority invokeId, bool lastBlock, uint blockNumber, Octets rawData)
            : base(invokeId)
        {
            LastBlock = lastBlock;
            BlockNumber = blockNumber;
            RawData = rawData;
        }

        /// <summary>The end of a transfer that cannot go on.</summary>
        /// <param name="invokeId">Invoke-Id-And-Priority of the request.</param>
        /// <param name="blockNumber">The number of the block that was asked for.</param>
        /// <param name="result">Why it cannot go on.</param>
        public WithDataBlock(InvokeIdAndPriority invokeId, uint blockNumber, DataAccessResult result)
            : base(invokeId)
        {
            LastBlock = true;
            BlockNumber = blockNumber;
            Result = result;
        }

        /// <summary>Whether it is the last block.</summary>
        public bool LastBlock { get; private init; }

        /// <summary>The number of the block, from 1.</summary>
        public uint BlockNumber { get; }

        /// <summary>A part of the encoded value, or null.</summary>
        public Octets? RawData { get; }

        /// <summary>Why there is no block.</summary>
        public DataAccessResult Result { get; }

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithDataBlockChoice);
            writer.WriteBoolean(LastBlock);
            writer.WriteDoubleLongUnsigned(BlockNumber);
            if (RawData is { } rawData)
            {
                writer.WriteUnsigned(RawDataChoice);
                writer.WriteOctetString(rawData.Span);
            }
            else
            {
                writer.WriteUnsigned(DataAccessResultChoice);
                writer.WriteUnsigned((byte)Result);
            }
        }

        internal static WithDataBlock Read(InvokeIdAndPriority invokeId, ref AxdrReader reader)
        {
            var lastBlock = reader.ReadBoolean();
            var blockNumber = reader.ReadDoubleLongUnsigned();
            return reader.ReadUnsigned() switch
            {
                RawDataChoice => new(invokeId, lastBlock, blockNumber, reader.ReadOctetString().ToArray()),
                DataAccessResultChoice => new(invokeId, blockNumber, (DataAccessResult)reader.ReadUnsigned()) { LastBlock = lastBlock },
                var other => throw ApduException.Malformed($"{other} is no choice of a data block."),
            };
        }
    }

    /// <summary>get-response-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Results">One result for each attribute of the request, in its order.</param>
    public sealed record WithList(InvokeIdAndPriority InvokeId, IReadOnlyList<GetDataResult> Results) : GetResponse(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithList? other) => other is not null && InvokeId == other.InvokeId && Results.SequenceEqual(other.Results);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Results.Count);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) =>
            SequenceOf.Write(Begin(output, WithListChoice), Results, static (writer, result) => result.Write(writer));
    }

    internal static GetResponse Read(ReadOnlySpan<byte> apdu)
    {
        var reader = Begin(apdu, ApduTag.GetResponse, out var choice, out var invokeId);
        GetResponse response = choice switch
        {
            NormalChoice => new Normal(invokeId, GetDataResult.Read(ref reader)),
            WithDataBlockChoice => WithDataBlock.Read(invokeId, ref reader),
            WithListChoice => new WithList(invokeId, ReadList(ref reader)),
            _ => throw ApduException.Malformed($"{choice} is no choice of a get-response."),
        };
        reader.End();
        return response;
    }

    /// <summary>SEQUENCE OF Get-Data-Result: the contents of with-list, and of the blocks that carry one.</summary>
    internal static GetDataResult[] ReadList(ref AxdrReader reader) => SequenceOf.Read(ref reader, GetDataResult.MinLength, GetDataResult.Read);

    /// <summary>Writes get-response-normal around data that is encoded already.</summary>
    internal static void WriteNormal(IBufferWriter<byte> output, InvokeIdAndPriority invokeId, ReadOnlySpan<byte> encodedData)
    {
        output.Write([(byte)ApduTag.GetResponse, NormalChoice, invokeId.Value, GetDataResult.DataChoice]);
        output.Write(encodedData);
    }

    /// <summary>Writes get-response-with-list around a SEQUENCE OF Get-Data-Result that is encoded already.</summary>
    internal static void WriteWithList(IBufferWriter<byte> output, InvokeIdAndPriority invokeId, ReadOnlySpan<byte> encodedList)
    {
        output.Write([(byte)ApduTag.GetResponse, WithListChoice, invokeId.Value]);
        output.Write(encodedList);
    }
}
