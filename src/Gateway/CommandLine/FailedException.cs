namespace Gateway.CommandLine;

/// <summary>What a command tried did not succeed; the message says what, and is all that the user sees.</summary>
internal sealed class FailedException(string message, Exception? inner = null) : Exception(message, inner);
