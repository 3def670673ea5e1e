namespace Gateway.ServiceControl;

/// <summary>The operating system does not do what is asked of it; the message says what and why.</summary>
internal sealed class ServiceControlException(string message, Exception? inner = null) : Exception(message, inner);
