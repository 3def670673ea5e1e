namespace Dlms.Wrapper;

/// <summary>The octets are no wrapper frame (IEC 62056-4-7): where the next one would begin is unknown, so the connection is closed.</summary>
/// <param name="message">What is wrong.</param>
public sealed class WrapperException(string message) : Exception(message);
