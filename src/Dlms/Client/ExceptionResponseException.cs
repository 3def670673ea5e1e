using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>The server answered with an exception-response.</summary>
/// <param name="response">The exception-response.</param>
public sealed class ExceptionResponseException(ExceptionResponse response)
    : DlmsClientException(response.InvocationCounter is { } counter
        ? $"The server answered {response.StateError}, {response.ServiceError}: it expects the invocation counter {counter} or above."
        : $"The server answered {response.StateError}, {response.ServiceError}.")
{
    /// <summary>The exception-response.</summary>
    public ExceptionResponse Response { get; } = response;
}
