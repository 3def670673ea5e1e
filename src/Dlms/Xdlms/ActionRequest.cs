using System.Buffers;
using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// action-request (IEC 62056-5-3). A pblock is a DataBlock-SA.
/// <code>
/// C3 choice(1) invoke-id-and-priority(1) ...
/// C3 01 normal                     C1 method descriptor method-invocation-parameters OPTIONAL: 00, or 01 data
/// C3 02 next-pblock                C1 block-number(4)
/// C3 03 with-list                  C1 count { method descriptor } count { data }
/// C3 04 with-first-pblock          C1 method descriptor pblock
/// C3 05 with-list-and-first-pblock C1 count { method descriptor } pblock
/// C3 06 with-pblock                C1 pblock
/// </code>
/// </summary>
/// <param name="InvokeId">Invoke-Id-And-Priority.</param>
public abstract record ActionRequest(InvokeIdAndPriority InvokeId) : ServiceApdu(InvokeId)
{
    private const byte NormalChoice = 1;
    private const byte NextPBlockChoice = 2;
    private const byte WithListChoice = 3;
    private const byte WithFirstPBlockChoice = 4;
    private const byte WithListAndFirstPBlockChoice = 5;
    private const byte WithPBlockChoice = 6;

    /// <inheritdoc />
    public override ApduTag Tag => ApduTag.ActionRequest;

    /// <summary>action-request-normal.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Method">The method.</param>
    /// <param name="Parameters">method-invocation-parameters, or null.</param>
    public sealed record Normal(InvokeIdAndPriority InvokeId, MethodDescriptor Method, CosemData? Parameters = null) : ActionRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, NormalChoice);
            Method.Write(writer);
            writer.WriteBoolean(Parameters is not null);
            if (Parameters is not null)
            {
                writer.WriteData(Parameters);
            }
        }
    }

    /// <summary>action-request-next-pblock.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="BlockNumber">The number of the block of the response that was received last.</param>
    public sealed record NextPBlock(InvokeIdAndPriority InvokeId, uint BlockNumber) : ActionRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => Begin(output, NextPBlockChoice).WriteDoubleLongUnsigned(BlockNumber);
    }

    /// <summary>action-request-with-list.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Methods">The methods.</param>
    /// <param name="Parameters">method-invocation-parameters for each method, in their order; null-data where there are none.</param>
    public sealed record WithList(
        InvokeIdAndPriority InvokeId, IReadOnlyList<MethodDescriptor> Methods, IReadOnlyList<CosemData> Parameters) : ActionRequest(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithList? other) =>
            other is not null && InvokeId == other.InvokeId && Methods.SequenceEqual(other.Methods) && Parameters.SequenceEqual(other.Parameters);

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Methods.Count);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithListChoice);
            SequenceOf.Write(writer, Methods, MethodDescriptor.Write);
            ListOfData.Write(writer, Parameters);
        }

        internal static WithList Read(InvokeIdAndPriority invokeId, ref AxdrReader reader)
        {
            var methods = ReadMethods(ref reader);
            return new(invokeId, methods, ListOfData.Read(ref reader, methods.Length));
        }
    }

    /// <summary>action-request-with-first-pblock. The raw-data of all blocks together is Data.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Method">The method.</param>
    /// <param name="PBlock">The first block of the method-invocation-parameters.</param>
    public sealed record WithFirstPBlock(InvokeIdAndPriority InvokeId, MethodDescriptor Method, DataBlock PBlock) : ActionRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithFirstPBlockChoice);
            Method.Write(writer);
            PBlock.Write(writer);
        }
    }

    /// <summary>action-request-with-list-and-first-pblock. The raw-data of all blocks together is SEQUENCE OF Data.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="Methods">The methods.</param>
    /// <param name="PBlock">The first block of the method-invocation-parameters.</param>
    public sealed record WithListAndFirstPBlock(
        InvokeIdAndPriority InvokeId, IReadOnlyList<MethodDescriptor> Methods, DataBlock PBlock) : ActionRequest(InvokeId)
    {
        /// <inheritdoc />
        public bool Equals(WithListAndFirstPBlock? other) =>
            other is not null && InvokeId == other.InvokeId && Methods.SequenceEqual(other.Methods) && PBlock == other.PBlock;

        /// <inheritdoc />
        public override int GetHashCode() => HashCode.Combine(InvokeId, Methods.Count, PBlock);

        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output)
        {
            var writer = Begin(output, WithListAndFirstPBlockChoice);
            SequenceOf.Write(writer, Methods, MethodDescriptor.Write);
            PBlock.Write(writer);
        }
    }

    /// <summary>action-request-with-pblock.</summary>
    /// <param name="InvokeId">Invoke-Id-And-Priority.</param>
    /// <param name="PBlock">The next block of the method-invocation-parameters.</param>
    public sealed record WithPBlock(InvokeIdAndPriority InvokeId, DataBlock PBlock) : ActionRequest(InvokeId)
    {
        /// <inheritdoc />
        public override void Write(IBufferWriter<byte> output) => PBlock.Write(Begin(output, WithPBlockChoice));
    }

    internal static ActionRequest Read(ReadOnlySpan<byte> apdu)
    {
        var reader = Begin(apdu, ApduTag.ActionRequest, out var choice, out var invokeId);
        ActionRequest request = choice switch
        {
            NormalChoice => new Normal(invokeId, MethodDescriptor.Read(ref reader), reader.ReadPresence() ? reader.ReadData() : null),
            NextPBlockChoice => new NextPBlock(invokeId, reader.ReadDoubleLongUnsigned()),
            WithListChoice => WithList.Read(invokeId, ref reader),
            WithFirstPBlockChoice => new WithFirstPBlock(invokeId, MethodDescriptor.Read(ref reader), DataBlock.Read(ref reader)),
            WithListAndFirstPBlockChoice => new WithListAndFirstPBlock(invokeId, ReadMethods(ref reader), DataBlock.Read(ref reader)),
            WithPBlockChoice => new WithPBlock(invokeId, DataBlock.Read(ref reader)),
            _ => throw ApduException.Malformed($"{choice} is no choice of an action-request."),
        };
        reader.End();
        return request;
    }

    private static MethodDescriptor[] ReadMethods(ref AxdrReader reader) =>
        SequenceOf.Read(ref reader, MethodDescriptor.Length, MethodDescriptor.Read);
}
