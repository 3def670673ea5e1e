using System.Buffers;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>ACTION (IEC 62056-5-3): normal, with list, and either in blocks, in both directions.</summary>
internal sealed class ActionService(AssociationContext association, ObjectAccess objects, DlmsLimits limits)
{
    private const int InvokeIdOffset = 2;

    private Transfer? _received;
    private Answer? _sent;

    /// <summary>Whether a request is the one that may come while high level security is pending.</summary>
    public static bool IsReplyToHls(ReadOnlySpan<byte> apdu) => TryRead(apdu, out var request)
        && request is ActionRequest.Normal { Method: { ClassId: ClassId.AssociationLn, MethodId: AssociationLn.ReplyToHls } method }
        && method.LogicalName == AssociationLn.CurrentAssociation;

    public async ValueTask AnswerAsync(ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        if (!TryRead(request.Apdu.Span, out var action))
        {
            (_received, _sent) = (null, null);
            Result(new(request.Apdu.Span[InvokeIdOffset]), ActionResult.ReadWriteDenied).Write(output);
            return;
        }

        if (action is ActionRequest.NextPBlock next)
        {
            Next(next, request, output);
            return;
        }

        _sent = null;
        if (action is not ActionRequest.WithPBlock)
        {
            _received = null; // a new request ends the one that was not finished
        }

        var protection = request.Protection;
        switch (action)
        {
            case var _ when !association.Conformance.HasFlag(NeededBy(action)):
                Result(action.InvokeId, ActionResult.ReadWriteDenied).Write(output);
                break;
            case ActionRequest.Normal normal:
                Respond(request, Reply(normal.InvokeId, await objects.InvokeAsync(normal.Method, normal.Parameters, protection, cancellationToken)), output);
                break;
            case ActionRequest.WithList list:
                Respond(request, await InvokeAsync(list.InvokeId, list.Methods, list.Parameters, protection, cancellationToken), output);
                break;
            case ActionRequest.WithFirstPBlock first:
                await TakeAsync(Begin([first.Method], isList: false, request), first.PBlock, action, request, output, cancellationToken);
                break;
            case ActionRequest.WithListAndFirstPBlock first:
                await TakeAsync(Begin(first.Methods, isList: true, request), first.PBlock, action, request, output, cancellationToken);
                break;
            case ActionRequest.WithPBlock block when _received is { } transfer:
                await TakeAsync(transfer, block.PBlock, action, request, output, cancellationToken);
                break;
            default:
                Result(action.InvokeId, ActionResult.NoLongActionInProgress).Write(output);
                break;
        }
    }

    private static bool TryRead(ReadOnlySpan<byte> apdu, out ActionRequest request)
    {
        try
        {
            request = ActionRequest.Read(apdu);
            return true;
        }
        catch (ApduException) when (apdu.Length > InvokeIdOffset)
        {
            request = null!;
            return false;
        }
    }

    private static Conformance NeededBy(ActionRequest request) => request switch
    {
        ActionRequest.WithList => Conformance.MultipleReferences,
        ActionRequest.WithListAndFirstPBlock => Conformance.MultipleReferences | Conformance.BlockTransferWithAction,
        ActionRequest.WithFirstPBlock or ActionRequest.WithPBlock => Conformance.BlockTransferWithAction,
        _ => Conformance.None, // the table has asked for ACTION; reply_to_HLS needs nothing
    };

    private static ActionResponse.Normal Result(InvokeIdAndPriority invokeId, ActionResult result) => new(invokeId, new(result));

    private static ActionResponse.Normal Reply(InvokeIdAndPriority invokeId, ActionReply reply) => new(invokeId, ToResponse(reply));

    private static ActionResponseWithOptionalData ToResponse(ActionReply reply) =>
        reply.ReturnParameter is { } data ? new(reply.Result, new GetDataResult(data)) : new(reply.Result);

    private Transfer Begin(IReadOnlyList<MethodDescriptor> methods, bool isList, ServiceRequest request) =>
        _received = new(methods, isList, new(limits.MaxReceivedValueLength, request.Protection));

    private async ValueTask TakeAsync(
        Transfer transfer, DataBlock block, ActionRequest action, ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        var result = transfer.Blocks.Add(block, request.Protection);
        if (result == DataAccessResult.Success && !block.LastBlock)
        {
            new ActionResponse.NextPBlock(action.InvokeId, block.BlockNumber).Write(output);
            return;
        }

        _received = null;
        if (result != DataAccessResult.Success)
        {
            Result(action.InvokeId, ActionResult.LongActionAborted).Write(output);
        }
        else if (!TryRead(transfer, out var parameters))
        {
            Result(action.InvokeId, ActionResult.ReadWriteDenied).Write(output);
        }
        else if (transfer.IsList)
        {
            Respond(request, await InvokeAsync(action.InvokeId, transfer.Methods, parameters, transfer.Blocks.Protection, cancellationToken), output);
        }
        else
        {
            var reply = await objects.InvokeAsync(transfer.Methods[0], parameters[0], transfer.Blocks.Protection, cancellationToken);
            Respond(request, Reply(action.InvokeId, reply), output);
        }
    }

    private static bool TryRead(Transfer transfer, out IReadOnlyList<CosemData> parameters)
    {
        try
        {
            var octets = transfer.Blocks.Octets.Span;
            parameters = transfer.IsList ? DataBlock.ReadListOfData(octets, transfer.Methods.Count) : [DataBlock.ReadData(octets)];
            return true;
        }
        catch (ApduException)
        {
            parameters = [];
            return false;
        }
    }

    private async ValueTask<ActionResponse> InvokeAsync(
        InvokeIdAndPriority invokeId,
        IReadOnlyList<MethodDescriptor> methods,
        IReadOnlyList<CosemData> parameters,
        SecurityPolicy protection,
        CancellationToken cancellationToken)
    {
        var replies = new ActionResponseWithOptionalData[methods.Count];
        for (var i = 0; i < replies.Length; i++)
        {
            replies[i] = ToResponse(await objects.InvokeAsync(methods[i], parameters[i], protection, cancellationToken));
        }

        return new ActionResponse.WithList(invokeId, replies);
    }

    /// <summary>Answers whole, or with the first block when the answer is longer than the client takes.</summary>
    private void Respond(ServiceRequest request, ActionResponse response, ArrayBufferWriter<byte> output)
    {
        response.Write(output);
        if (output.WrittenCount <= request.MaxResponseLength)
        {
            return;
        }

        // tag, choice and invoke-id are in front of every block; what follows them is cut up
        var contents = output.WrittenSpan[(InvokeIdOffset + 1)..].ToArray();
        output.ResetWrittenCount();
        if (request.InGeneralBlocks || !association.Conformance.HasFlag(Conformance.BlockTransferWithAction))
        {
            Result(response.InvokeId, ActionResult.OtherReason).Write(output);
            return;
        }

        _sent = new(contents);
        WriteBlock(_sent, response.InvokeId, request, output);
    }

    private void Next(ActionRequest.NextPBlock next, ServiceRequest request, ArrayBufferWriter<byte> output)
    {
        if (_sent is { } sent && sent.BlockNumber == next.BlockNumber)
        {
            WriteBlock(sent, next.InvokeId, request, output);
            return;
        }

        Result(next.InvokeId, _sent is null ? ActionResult.NoLongActionInProgress : ActionResult.LongActionAborted).Write(output);
        _sent = null;
    }

    private void WriteBlock(Answer sent, InvokeIdAndPriority invokeId, ServiceRequest request, IBufferWriter<byte> output)
    {
        // C7 02 invoke-id last-block(1) block-number(4) raw-data: one octet less in front of it than in a GET's block
        var block = sent.Take(GetService.BlockSize(request.MaxResponseLength));
        new ActionResponse.WithPBlock(invokeId, new DataBlock(sent.IsTaken, sent.BlockNumber, block)).Write(output);
        if (sent.IsTaken)
        {
            _sent = null;
        }
    }

    /// <summary>An ACTION on its way in blocks.</summary>
    private sealed record Transfer(IReadOnlyList<MethodDescriptor> Methods, bool IsList, BlockAssembly Blocks);

    /// <summary>An answer on its way in blocks. What a method returns is at hand, so it is held whole.</summary>
    private sealed class Answer(byte[] octets)
    {
        private int _taken;

        public uint BlockNumber { get; private set; }

        public bool IsTaken => _taken == octets.Length;

        public ReadOnlyMemory<byte> Take(int length)
        {
            var block = octets.AsMemory(_taken, Math.Min(length, octets.Length - _taken));
            _taken += block.Length;
            BlockNumber++;
            return block;
        }
    }
}
