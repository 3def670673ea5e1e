using System.Buffers;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// action-response (IEC 62056-5-3). A pblock is a DataBlock-SA.
/// <code>
/// C7 choice(1) invoke-id-and-priority(1) ...
/// C7 01 normal      C1 Action-Response-With-Optional-Data
/// C7 02 with-pblock C1 pblock
/// C7 03 with-list   C1 count { Action-Response-With-Optional-Data }
/// C7 04 next-pblock C1 block-number(4)
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
public abstract record ActionResponse(InvokeIdAndPriority InvokeId) : ServiceApdu(InvokeId)
{
    private const byte NormalChoice = 1;
    private const byte WithPBlockChoice = 2;
    private const byte WithListChoice = 3;
    private const byte NextPBlockChoice = 4;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.ActionResponse;

    /// <summary>action-response-normal.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Response">The result, and what the method returned.</param>
    public sealed record Normal(InvokeIdAndPriority InvokeId, ActionResponseWithOptionalData Response) : ActionResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Response.Write(Begin(output, NormalChoice));
    }

    /// <summary>
    /// action-response-with-pblock. A pblock has no place for a result of its own, so the raw-data of all blocks together is what follows
    /// invoke-id-and-priority in action-response-normal, or with a list in action-response-with-list.
    /// </summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="PBlock">A block of the response.</param>
    public sealed record WithPBlock(InvokeIdAndPriority InvokeId, DataBlock PBlock) : ActionResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => PBlock.Write(Begin(output, WithPBlockChoice));
    }

    /// <summary>action-response-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="Responses">One response for each method of the request, in its order.</param>
    public sealed record WithList(InvokeIdAndPriority InvokeId, IReadOnlyList<ActionResponseWithOptionalData> Responses) : ActionResponse(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithList? other) => other is not null && InvokeId == other.InvokeId && Responses.SequenceEqual(other.Responses);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Responses.Count);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) =>
            SequenceOf.Write(Begin(output, WithListChoice), Responses, ActionResponseWithOptionalData.Write);
    }

    /// <summary>action-response-next-pblock: the block of the request came, the next one may.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority of the request.</param>
    /// <param name="BlockNumber">The number of the block that was received.</param>
    public sealed record NextPBlock(InvokeIdAndPriority InvokeId, uint BlockNumber) : ActionResponse(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Begin(output, NextPBlockChoice).WriteDoubleLongUnsigned(BlockNumber);
    }

    internal static ActionResponse Read(ReadOnlySpan<byte> apdu)
    {
        var reader = Begin(apdu, ApduTag.ActionResponse, out var choice, out var invokeId);
        ActionResponse response = choice switch
        {
            NormalChoice => new Normal(invokeId, ActionResponseWithOptionalData.Read(ref reader)),
            WithPBlockChoice => new WithPBlock(invokeId, DataBlock.Read(ref reader)),
            WithListChoice => new WithList(invokeId, ReadList(ref reader)),
            NextPBlockChoice => new NextPBlock(invokeId, reader.ReadDoubleLongUnsigned()),
            _ => throw ApduException.Malformed($"{choice} is no choice of an action-response."),
        };
        reader.End();
        return response;
    }

    /// <summary>What the blocks of a response to one method hold together.</summary>
    internal static ActionResponseWithOptionalData ReadAssembled(ReadOnlySpan<byte> assembled)
    {
        var reader = new AxdrReader(assembled);
        var response = ActionResponseWithOptionalData.Read(ref reader);
        reader.End();
        return response;
    }

    /// <summary>What the blocks of a response to a list of methods hold together.</summary>
    internal static ActionResponseWithOptionalData[] ReadAssembledList(ReadOnlySpan<byte> assembled)
    {
        var reader = new AxdrReader(assembled);
        var responses = ReadList(ref reader);
        reader.End();
        return responses;
    }

    private static ActionResponseWithOptionalData[] ReadList(ref AxdrReader reader) =>
        SequenceOf.Read(ref reader, ActionResponseWithOptionalData.MinLength, ActionResponseWithOptionalData.Read);
}
