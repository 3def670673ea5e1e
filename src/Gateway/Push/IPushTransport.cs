namespace Gateway.Push;

/// <summary>Brings frames to a receiver.</summary>
internal interface IPushTransport
{
    /// <summary>
    /// Opens a connection, writes the frames in their order, closes its own direction, and waits until the receiver has acknowledged every octet or
    /// has closed in order. Everything else is not delivered, also when nobody knows.
    /// </summary>
    /// <param name="host">The receiver's name or address.</param>
    /// <param name="port">Its TCP port.</param>
    /// <param name="frames">Whole wrapper frames.</param>
    /// <param name="cancellationToken">Ends the wait; what was not acknowledged then is not delivered.</param>
    /// <returns>Null: delivered; else why not, in words for a person.</returns>
    Task<string?> SendAsync(string host, int port, IReadOnlyList<ReadOnlyMemory<byte>> frames, CancellationToken cancellationToken);
}
