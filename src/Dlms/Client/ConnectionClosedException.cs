namespace Dlms.Client;

/// <summary>The server closed the connection where an answer was due.</summary>
public sealed class ConnectionClosedException() : DlmsClientException("The server closed the connection.");
