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
    private readonly Endpoints _endpoints;
    private readonly Dictionary<(ushort Client, ushort Server), ApplicationAssociation> _associations = [];
    private long _lastUsed;
    private volatile bool _isAuthenticated;
    private volatile bool _isAborted;

    /// <summary>A connection.</summary>
    /// <param name="server">What all connections share.</param>
    /// <param name="transport">The octets from and to the peer; completed when the connection ends.</param>
    /// <param name="observer">Is told what happens to the associations.</param>
    /// <param name="endpoints">The two ends.</param>
    public DlmsConnection(DlmsServer server, IDuplexPipe transport, IAssociationObserver? observer = null, Endpoints endpoints = default)
    {
        _server = server;
        _transport = transport;
        _observer = observer;
        _endpoints = endpoints;
        _lastUsed = server.Time.GetTimestamp();
    }

    internal string Source => _endpoints.Source;

    /// <summary>Whether the client of any of its associations has proved who it is.</summary>
    internal bool IsAuthenticated => _isAuthenticated;

    internal long LastUsed => Interlocked.Read(ref _lastUsed);

    /// <summary>Serves the peer until the connection ends.</summary>
    /// <param name="cancellationToken">Ends the connection, also while a value is waited for.</param>
    /// <exception cref="OperationCanceledException">The token ended it.</exception>
    public async Task<ConnectionEnd> RunAsync(CancellationToken cancellationToken)
    {
        var deadline = new Deadline(_server.Time, _transport);
        try
        {
            return await _server.Connections.EnterAsync(this, cancellationToken) ? await ServeAsync(deadline, cancellationToken) : ConnectionEnd.Full;
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
            _server.Connections.Leave(this);
            try
            {
                foreach (var association in _associations.Values)
                {
                    await association.DisposeAsync();
                }
            }
            finally
            {
                await _transport.Input.CompleteAsync();
                await _transport.Output.CompleteAsync();
            }
        }
    }

    /// <summary>Ends the connection, to make room for another; from any thread.</summary>
    internal void Abort()
    {
        _isAborted = true;
        _transport.Input.CancelPendingRead();
        _transport.Output.CancelPendingFlush();
    }

    private async Task<ConnectionEnd> ServeAsync(Deadline deadline, CancellationToken cancellationToken)
    {
        var isFirst = true;
        deadline.Start(_server.Limits.FirstOctetTimeout);
        while (true)
        {
            var read = await _transport.Input.ReadAsync(cancellationToken);
            if (EndOf(deadline, isFirst) is { } end)
            {
                return end;
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

                if (EndOf(deadline, isFirst) is { } endAfterFlush)
                {
                    return endAfterFlush;
                }
            }

            _transport.Input.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return ConnectionEnd.ClosedByPeer;
            }
        }
    }

    private ConnectionEnd? EndOf(Deadline deadline, bool isFirst) =>
        _isAborted ? ConnectionEnd.Displaced
        : !deadline.HasPassed ? null
        : isFirst ? ConnectionEnd.NoFirstOctet : ConnectionEnd.Idle;

    private async ValueTask AnswerAsync(WrapperFrame frame, CancellationToken cancellationToken)
    {
        Interlocked.Exchange(ref _lastUsed, _server.Time.GetTimestamp());
        _server.Traffic.Received(frame.Apdu.Length);
        var apdu = frame.Apdu.IsSingleSegment ? frame.Apdu.First : frame.Apdu.ToArray();
        var pair = (Client: frame.Source, Server: frame.Destination);
        var association = _associations.TryGetValue(pair, out var made)
            ? made
            : new ApplicationAssociation(_server, pair.Client, pair.Server, _observer, _endpoints);
        var response = await association.AnswerAsync(apdu, cancellationToken);
        if (!_isAuthenticated && association.IsAuthenticated)
        {
            _isAuthenticated = true;
            _server.Connections.Changed();
        }

        await KeepAsync(association, association == made);
        while (!response.IsEmpty)
        {
            WrapperFrame.Write(_transport.Output, frame.Destination, frame.Source, response.Span);
            _server.Traffic.Sent(response.Length);
            response = association.TryContinue(out var next) ? next : default;
        }
    }

    /// <summary>Keeps what is associated and nothing else, so that trying out SAPs costs nothing and ends nobody's association.</summary>
    private async ValueTask KeepAsync(ApplicationAssociation association, bool isKept)
    {
        var isAssociated = association.State != AssociationState.Idle;
        if (isAssociated == isKept)
        {
            return;
        }

        if (!isAssociated)
        {
            _associations.Remove(association.Pair);
            _isAuthenticated = _associations.Values.Any(other => other.IsAuthenticated);
            return;
        }

        if (_associations.Count >= _server.Limits.MaxAssociationsPerConnection)
        {
            var oldest = _associations.Values.MinBy(other => other.LastUsed)!;
            _associations.Remove(oldest.Pair);
            _associations.Add(association.Pair, association);
            await oldest.EndAsync(AssociationEnd.Aborted);
            return;
        }

        _associations.Add(association.Pair, association);
    }
}
