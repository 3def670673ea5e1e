using System.Buffers;
using System.IO.Pipelines;
using Dlms.Wrapper;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>Sends a request in a wrapper frame and waits for the answer, which has to come from the server that was asked.</summary>
internal sealed class ClientTransport(PipeReader input, PipeWriter output, DlmsClientOptions options, TimeProvider time) : IAsyncDisposable
{
    public async Task<Apdu> ExchangeAsync(Apdu request, CancellationToken cancellationToken)
    {
        WrapperFrame.Write(output, options.ClientSap, options.ServerSap, request.ToArray());
        using var timeout = new CancellationTokenSource(options.ResponseTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            await output.FlushAsync(either.Token);
            return await ReceiveAsync(either.Token) switch
            {
                ExceptionResponse exception => throw new ExceptionResponseException(exception),
                var response => response,
            };
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

    public async ValueTask DisposeAsync()
    {
        await input.CompleteAsync();
        await output.CompleteAsync();
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
