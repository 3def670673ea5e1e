using System.Net.Sockets;

namespace Gateway.Checkup;

/// <summary>Whether somebody takes connections at a host and port.</summary>
internal static class Reach
{
    /// <summary>How long one waits for a connection: 3 s, two lost packets.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>Connects, and closes at once.</summary>
    /// <returns>Why nobody does; null: somebody does.</returns>
    public static async Task<string?> TryAsync(string host, int port, CancellationToken cancellationToken)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timeout.CancelAfter(Patience);
        try
        {
            await socket.ConnectAsync(host, port, timeout.Token);
            return null;
        }
        catch (SocketException e)
        {
            return $"{e.Message}.";
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"no answer within {Patience.TotalSeconds:0} s.";
        }
    }
}
