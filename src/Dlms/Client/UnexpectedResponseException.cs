namespace Dlms.Client;

/// <summary>What the server sent is not an answer to what it was asked; the connection cannot be used further.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="innerException">The cause.</param>
public sealed class UnexpectedResponseException(string message, Exception? innerException = null) : DlmsClientException(message, innerException);
