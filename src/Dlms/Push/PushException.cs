namespace Dlms.Push;

/// <summary>What a wrapper frame holds is no push that can be read; the frames after it can.</summary>
/// <param name="message">Why not.</param>
/// <param name="inner">What the reader of the APDU said.</param>
public sealed class PushException(string message, Exception? inner = null) : Exception(message, inner);
