namespace Dlms.Client;

/// <summary>A server did not do what the client asked it for.</summary>
/// <param name="message">What happened.</param>
/// <param name="innerException">The cause.</param>
public abstract class DlmsClientException(string message, Exception? innerException = null) : Exception(message, innerException);
