using System.Net.Sockets;
using Gateway.Configuration;

namespace Gateway.Push;

/// <summary>
/// A connection to a receiver, from connected to acknowledged. What the receiver sends is read and thrown away: only how it ends is of interest.
/// </summary>
internal sealed class PushConnection : IDisposable
{
    private const int ReadLength = 4096;

    // a slow line is not a dead one: every so many octets are waited for anew
    private const int PartLength = 16 * 1024;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(10);

    // a receiver whose program fails at what it has received resets the connection; its system had acknowledged before
    private static readonly TimeSpan ResetGrace = TimeSpan.FromSeconds(1);

    private readonly Socket _socket;
    private readonly TimeProvider _time;
    private readonly Task<SocketError> _reading;
    private bool _isDelivered;

    /// <summary>Takes a connected socket over.</summary>
    public PushConnection(Socket socket, TimeProvider time)
    {
        (_socket, _time) = (socket, time);
        _reading = ReadToEndAsync();
    }

    /// <summary>Writes octets.</summary>
    /// <exception cref="UndeliveredException">The receiver did not take them.</exception>
    public async Task WriteAsync(ReadOnlyMemory<byte> octets, TimeSpan timeout, CancellationToken cancellationToken)
    {
        while (!octets.IsEmpty)
        {
            if (_reading.IsCompleted)
            {
                throw await _reading == SocketError.Success
                    ? new UndeliveredException("closed the connection before everything was written")
                    : Lost(await _reading);
            }

            var part = octets[..Math.Min(PartLength, octets.Length)];
            using var limit = new CancellationTokenSource(timeout, _time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
            try
            {
                octets = octets[await _socket.SendAsync(part, either.Token)..];
            }
            catch (SocketException e)
            {
                throw Lost(e.SocketErrorCode, e);
            }
            catch (OperationCanceledException e) when (!cancellationToken.IsCancellationRequested)
            {
                throw new UndeliveredException($"took nothing more for {DurationText.Of(timeout)}", e);
            }
        }
    }

    /// <summary>Closes the own direction, and waits until everything was acknowledged, or the receiver has closed in order where acknowledgements are not told.</summary>
    /// <exception cref="UndeliveredException">It was not, or nobody knows.</exception>
    public async Task FinishAsync(TimeSpan timeout, CancellationToken cancellationToken)
    {
        var hadEnded = _reading.IsCompleted;
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException e)
        {
            throw Lost(e.SocketErrorCode, e);
        }

        var start = _time.GetTimestamp();
        long? acknowledged = null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            await ThrowIfLostAsync();
            var unacknowledged = SocketQueue.Unacknowledged(_socket);
            if (unacknowledged == 0)
            {
                acknowledged ??= _time.GetTimestamp();
            }

            if (acknowledged is { } since ? _reading.IsCompleted || _time.GetElapsedTime(since) >= ResetGrace
                : unacknowledged is null && _reading.IsCompleted && !hadEnded)
            {
                _isDelivered = true;
                return;
            }

            if (_time.GetElapsedTime(start) >= timeout)
            {
                throw new UndeliveredException(unacknowledged is null
                    ? $"has not closed the connection in order within {DurationText.Of(timeout)} after everything was written"
                    : $"has not acknowledged everything within {DurationText.Of(timeout)}");
            }

            // a receiver that ends in order ends the wait, one that does not is looked at again
            var look = Task.Delay(Look, _time, cancellationToken);
            await (_reading.IsCompleted ? look : Task.WhenAny(look, _reading));
        }
    }

    /// <summary>Closes it; reset when nothing was delivered, so that the receiver does not take what came for the whole.</summary>
    public void Dispose()
    {
        if (!_isDelivered)
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }

        _socket.Dispose();
    }

    private static UndeliveredException Lost(SocketError error, Exception? inner = null) => new(
        error is SocketError.ConnectionReset or SocketError.ConnectionAborted or SocketError.Shutdown or SocketError.NotConnected
            ? "reset the connection before everything was acknowledged"
            : $"lost the connection before everything was acknowledged ({new SocketException((int)error).Message})",
        inner);

    private async Task ThrowIfLostAsync()
    {
        var error = _reading.IsCompleted ? await _reading : SocketError.Success;
        if (error == SocketError.Success)
        {
            error = (SocketError)(int)_socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        }

        if (error != SocketError.Success)
        {
            throw Lost(error);
        }
    }

    /// <summary>How the receiver's direction ended: Success in order.</summary>
    private async Task<SocketError> ReadToEndAsync()
    {
        var ignored = new byte[ReadLength];
        try
        {
            while (await _socket.ReceiveAsync(ignored) > 0)
            {
                // a receiver of pushes has nothing to say
            }

            return SocketError.Success;
        }
        catch (SocketException e)
        {
            return e.SocketErrorCode;
        }
        catch (ObjectDisposedException)
        {
            return SocketError.OperationAborted;
        }
    }
}
