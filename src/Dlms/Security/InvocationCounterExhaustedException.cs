namespace Dlms.Security;

/// <summary>The send counter has come to its end, 2^32 - 1: nothing can be protected until the gateway is commissioned anew with new keys.</summary>
public sealed class InvocationCounterExhaustedException() : Exception("The invocation counter has reached its end; nothing more can be sent protected.");
