namespace Dlms.Client;

/// <summary>A request is longer than the server takes, and cannot go in blocks.</summary>
/// <param name="maxLength">The longest request the server takes, in octets.</param>
public sealed class RequestTooLongException(int maxLength)
    : DlmsClientException($"The request is longer than the {maxLength} octets that the server takes, and cannot go in blocks.");
