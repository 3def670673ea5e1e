namespace Gateway.Push;

/// <summary>Frames did not reach a receiver for sure.</summary>
/// <param name="message">What the receiver did, to be read after its name: <c>refused the connection</c>.</param>
/// <param name="inner">What the operating system said.</param>
internal sealed class UndeliveredException(string message, Exception? inner = null) : Exception(message, inner);
