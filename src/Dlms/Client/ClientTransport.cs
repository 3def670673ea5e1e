using System.Buffers;
using System.IO.Pipelines;
using Dlms.Acse;
using Dlms.Wrapper;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>
/// Sends a request in a wrapper frame and waits for the answer, which has to come from the server that was asked. In a ciphered association both are protected.
/// </summary>
internal sealed class ClientTransport(PipeReader input, PipeWriter output, DlmsClientOptions options, TimeProvider time) : IAsyncDisposable
{
    private Exception? _unsent;

    /// <summary>What protects all but ACSE; null: nothing does.</summary>
    public ClientProtection? Protection { get; set; }

    /// <summary>The longest APDU the server takes, in octets.</summary>
    public ushort MaxSendPduSize { get; set; } = ushort.MaxValue;

    /// <summary>The longest request of a kind, in octets before it is protected.</summary>
    public int MaxRequestLength(ApduTag request) => Protection?.MaxPlainLength(request, MaxSendPduSize) ?? MaxSendPduSize;

    public async Task<T> ExchangeAsync<T>(Apdu request, CancellationToken cancellationToken)
        where T : Apdu => await ExchangeAsync(request, cancellationToken) switch
        {
            T response => response,
            ExceptionResponse exception => throw new ExceptionResponseException(exception),
            var other => throw new UnexpectedResponseException($"The server answers {request.GetType().Name} with {other.GetType().Name}."),
        };

    public async ValueTask DisposeAsync()
    {
        await input.CompleteAsync();

        // what could not be sent is given up: it would be tried once more, on a connection that is closed
        await output.CompleteAsync(_unsent);
    }

    private async Task<Apdu> ExchangeAsync(Apdu request, CancellationToken cancellationToken)
    {
        var (octets, form) = Protection is { } protection && request is not (Aarq or ReleaseApdu) ? protection.Protect(request) : (request.ToArray(), default);
        if (octets.Length > MaxSendPduSize)
        {
            throw new RequestTooLongException(MaxSendPduSize);
        }

        WrapperFrame.Write(output, options.ClientSap, options.ServerSap, octets);
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await SendAsync(either.Token);
            var answer = await ReceiveAsync(either.Token);
            return form == default || answer is ExceptionResponse ? answer : Protection!.Unprotect(answer, form);
        }
        catch (OperationCanceledException exception) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"The server did not answer within {options.ResponseTimeout.TotalSeconds} s.", exception);
        }
        catch (Exception exception) when (exception is ApduException or WrapperException)
        {
            throw new UnexpectedResponseException($"The server sent what cannot be read: {exception.Message}", exception);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        try
        {
            await output.FlushAsync(cancellationToken);
        }
        catch (Exception exception)
        {
            _unsent = exception;
            throw;
        }
    }

    private async Task<Apdu> ReceiveAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            var read = await input.ReadAsync(cancellationToken);
            var buffer = read.Buffer;
            var examined = buffer.End;
            try
            {
                if (WrapperFrame.TryRead(ref buffer, out var frame))
                {
                    examined = buffer.Start;
                    return Decode(frame);
                }
            }
            finally
            {
                input.AdvanceTo(buffer.Start, examined);
            }

            if (read.IsCompleted)
            {
                throw new ConnectionClosedException();
            }
        }
    }

    private Apdu Decode(WrapperFrame frame)
    {
        if (frame.Source != options.ServerSap || frame.Destination != options.ClientSap)
        {
            throw new UnexpectedResponseException(
                $"The answer goes from {frame.Source} to {frame.Destination}, not from {options.ServerSap} to {options.ClientSap}.");
        }

        return Apdu.Decode(frame.Apdu.ToArray());
    }
}
