using System.Buffers;
using Dlms.Connection;

namespace Dlms.Association;

/// <summary>The services of one association, which share its rights; each keeps what it has on its way in blocks.</summary>
internal sealed class AssociationServices : IAsyncDisposable
{
    private readonly GetService _get;
    private readonly SetService _set;
    private readonly ActionService _action;
    private readonly AccessService _access;

    /// <summary>The services of an association that was just made.</summary>
    public AssociationServices(AssociationContext association, DlmsLimits limits, IAssociationObserver? observer)
    {
        var objects = new ObjectAccess(association, observer);
        _get = new(association, objects, observer);
        _set = new(association, objects, limits);
        _action = new(association, objects, limits);
        _access = new(association, objects, observer);
        Blocks = new(limits);
    }

    /// <summary>General blocks on their way.</summary>
    public GeneralBlocks Blocks { get; }

    /// <summary>Answers a request.</summary>
    public ValueTask AnswerAsync(AssociationService service, ServiceRequest request, ArrayBufferWriter<byte> output, CancellationToken cancellationToken) =>
        service switch
        {
            AssociationService.Get => _get.AnswerAsync(request, output, cancellationToken),
            AssociationService.Set => _set.AnswerAsync(request, output, cancellationToken),
            AssociationService.Action => _action.AnswerAsync(request, output, cancellationToken),
            AssociationService.Access => _access.AnswerAsync(request, output, cancellationToken),
            AssociationService.ReplyToHls when ActionService.IsReplyToHls(request.Apdu.Span) => _action.AnswerAsync(request, output, cancellationToken),
            AssociationService.ReplyToHls or AssociationService.NotYet => throw ApduException.NotAllowed("The client has not proved itself yet."),
            _ => throw ApduException.NotSupported(request.Apdu.IsEmpty ? default : (ApduTag)request.Apdu.Span[0]),
        };

    /// <inheritdoc />
    public ValueTask DisposeAsync() => _get.DisposeAsync();
}
