using System.Buffers;
using System.IO.Pipelines;
using Dlms.Association;
using Dlms.Wrapper;

namespace Dlms.Connection;

/// <summary>
/// The server's side of a connection of the TCP wrapper profile (IEC 62056-4-7): reads frames, hands each APDU to the association of
/// its pair of SAPs, and sends the answer with the SAPs swapped. One APDU at a time.
/// </summary>
public sealed class DlmsConnection
{
    private readonly DlmsServer _server;
    private readonly IDuplexPipe _transport;
    private readonly IAssociationObserver? _observer;
    private readonly Dictionary<(ushort Client, ushort Server), ApplicationAssociation> _associations = [];

    /// <summary>A connection.</summary>
    /// <param name="server">What all connections share.</param>
    /// <param name="transport">The octets from and to the peer; completed when the connection ends.</param>
    /// <param name="observer">Is told what happens to the associations.</param>
    public DlmsConnection(DlmsServer server, IDuplexPipe transport, IAssociationObserver? observer = null)
    {
        _server = server;
        _transport = transport;
        _observer = observer;
    }

    /// <summary>Serves the peer until the connection ends.</summary>
    /// <param name="cancellationToken">Ends the connection, also while a value is waited for.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<ConnectionEnd> RunAsync(CancellationToken cancellationToken)
    {
        var deadline = new Deadline(_server.Time, _transport);
        try
        {
            return await ServeAsync(deadline, cancellationToken);
        }
        catch (WrapperException)
        {
            return ConnectionEnd.WrapperError;
        }
        catch (IOException)
        {
            return ConnectionEnd.ClosedByPeer;
        }
        finally
        {
            deadline.Dispose();
            foreach (var association in _associations.Values)
            {
                await association.DisposeAsync();
            }

            await _transport.Input.CompleteAsync();
            await _transport.Output.CompleteAsync();
        }
    }

    private async Task<ConnectionEnd> ServeAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        var isFirst = true;
        deadline.Start(_server.Limits.FirstOctetTimeout);
        while (true)
        {
            var read = await _transport.Input.ReadAsync(cancellationToken);
            if (deadline.HasPassed)
            {
                return isFirst ? ConnectionEnd.NoFirstOctet : ConnectionEnd.Idle;
            }

            var buffer = read.Buffer;
            if (isFirst && !buffer.IsEmpty)
            {
                isFirst = false;
                deadline.Start(_server.Limits.IdleTimeout);
            }

            while (WrapperFrame.TryRead(ref buffer, out var frame))
            {
                deadline.Stop();
                await AnswerAsync(frame, cancellationToken);

                // From here the peer has its time to take the answer and to send the next request.
                deadline.Start(_server.Limits.IdleTimeout);
                if ((await _transport.Output.FlushAsync(cancellationToken)).IsCompleted)
                {
                    return ConnectionEnd.ClosedByPeer;
                }

                if (deadline.HasPassed)
                {
                    return ConnectionEnd.Idle;
                }
            }

            _transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return ConnectionEnd.ClosedByPeer;
            }
        }
    }

    private async ValueTask AnswerAsync(WrapperFrame frame, CancellationToken cancellationToken)
    {
        var apdu = frame.Apdu.IsSingleSegment ? frame.Apdu.First : frame.Apdu.ToArray();
        var pair = (Client: frame.Source, Server: frame.Destination);
        var association = _associations.TryGetValue(pair, out var made)
            ? made
            : new ApplicationAssociation(_server, pair.Client, pair.Server, _observer);
        var response = await association.AnswerAsync(apdu, cancellationToken);
        await KeepAsync(association, association == made);
        WrapperFrame.Write(_transport.Output, frame.Destination, frame.Source, response.Span);
    }

    /// <summary>Keeps what is associated and nothing else, so that trying out SAPs costs nothing and ends nobody's association.</summary>
    private async ValueTask KeepAsync(ApplicationAssociation association, bool isKept)
    {
        var isAssociated = association.State == AssociationState.Associated;
        if (isAssociated == isKept)
        {
            return;
        }

        if (!isAssociated)
        {
            _associations.Remove(association.Pair);
            return;
        }

        if (_associations.Count >= _server.Limits.MaxAssociationsPerConnection)
        {
            var oldest = _associations.Values.MinBy(other => other.LastUsed)!;
            _associations.Remove(oldest.Pair);
            await oldest.EndAsync(AssociationEnd.Aborted);
        }

        _associations.Add(association.Pair, association);
    }
}
