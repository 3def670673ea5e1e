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
    private BlockAssembly<MethodDescriptor>? _received;
    private Answer? _sent;

    /// <summary>Whether a request is the one that may come while high level security is pending.</summary>
    public static bool IsReplyToHls(ReadOnlySpan<byte> apdu) => ServiceApdu.TryRead(apdu, ActionRequest.Read, out var request, out _)
        && request is ActionRequest.Normal { Method: { ClassId: ClassId.AssociationLn, MethodId: AssociationLn.ReplyToHls } method }
        && method.LogicalName == AssociationLn.CurrentAssociation;

    public async ValueTask AnswerAsync(ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        if (!ServiceApdu.TryRead(request.Apdu.Span, ActionRequest.Read, out var action, out var invokeId))
        {
            (_received, _sent) = (null, null);
            Result(invokeId, ActionResult.ReadWriteDenied).Write(output);
            return;
        }

        if (action is ActionRequest.NextPBlock next)
        {
            Next(next, request, output);
            return;
        }

        _sent = null;
        Respond(request, await DoAsync(action, request.BorneProtection, cancellationToken), output);
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

    private async ValueTask<ActionResponse> DoAsync(ActionRequest action, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        if (!association.Conformance.HasFlag(NeededBy(action)))
        {
            _received = null;
            return Result(action.InvokeId, ActionResult.ReadWriteDenied);
        }

        _received = action switch
        {
            ActionRequest.WithFirstPBlock first => new([first.Method], isList: false, limits.MaxReceivedValueLength, protection),
            ActionRequest.WithListAndFirstPBlock first => new(first.Methods, isList: true, limits.MaxReceivedValueLength, protection),
            ActionRequest.WithPBlock => _received,
            _ => null, // a new request ends the one that was not finished
        };
        return action switch
        {
            ActionRequest.Normal normal => Reply(action.InvokeId, await objects.InvokeAsync(normal.Method, normal.Parameters, protection, cancellationToken)),
            ActionRequest.WithList list => await InvokeAsync(action.InvokeId, list.Methods, list.Parameters, protection, cancellationToken),
            ActionRequest.WithFirstPBlock { PBlock: var block } => await TakeAsync(action.InvokeId, block, protection, cancellationToken),
            ActionRequest.WithListAndFirstPBlock { PBlock: var block } => await TakeAsync(action.InvokeId, block, protection, cancellationToken),
            ActionRequest.WithPBlock { PBlock: var block } => await TakeAsync(action.InvokeId, block, protection, cancellationToken),
            _ => throw ApduException.Malformed("There is no such action-request."),
        };
    }

    private async ValueTask<ActionResponse> TakeAsync(
        InvokeIdAndPriority invokeId, DataBlock block, SecurityPolicy protection, CancellationToken cancellationToken)
    {
        if (_received is not { } received)
        {
            return Result(invokeId, ActionResult.NoLongActionInProgress);
        }

        var result = received.Add(block, protection);
        if (result == DataAccessResult.Success && !block.LastBlock)
        {
            return new ActionResponse.NextPBlock(invokeId, block.BlockNumber);
        }

        _received = null;
        if (result != DataAccessResult.Success)
        {
            return Result(invokeId, result == DataAccessResult.ReadWriteDenied ? ActionResult.ReadWriteDenied : ActionResult.LongActionAborted);
        }

        return received.IsList
            ? await InvokeAsync(invokeId, received.Descriptors, received.Values, received.BorneProtection, cancellationToken)
            : Reply(invokeId, await objects.InvokeAsync(received.Descriptors[0], received.Values[0], received.BorneProtection, cancellationToken));
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
        var contents = output.WrittenSpan[ServiceApdu.HeaderLength..].ToArray();
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
