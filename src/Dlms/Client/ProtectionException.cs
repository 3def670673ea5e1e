namespace Dlms.Client;

/// <summary>The server does not prove that it is the one that was asked, or protects less than it has to; the connection cannot be used further.</summary>
/// <param name="message">What failed.</param>
/// <param name="innerException">The cause.</param>
public sealed class ProtectionException(string message, Exception? innerException = null) : DlmsClientException(message, innerException);
