using Cosem;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>The server answered with an exception-response.</summary>
/// <param name="response">The exception-response.</param>
public sealed class ExceptionResponseException(ExceptionResponse response)
    : DlmsClientException(response.InvocationCounter is { } counter
        ? $"The server answered {StandardName.Of(response.StateError)}, {StandardName.Of(response.ServiceError)}: it expects the invocation counter {counter} or above."
        : $"The server answered {StandardName.Of(response.StateError)}, {StandardName.Of(response.ServiceError)}.")
{
    /// <summary>The exception-response.</summary>
    public ExceptionResponse Response { get; } = response;
}
