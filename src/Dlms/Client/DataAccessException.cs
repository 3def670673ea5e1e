using Cosem;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>The server gives no data, and says why.</summary>
/// <param name="attribute">The attribute; null when it was a list.</param>
/// <param name="result">Why.</param>
public sealed class DataAccessException(AttributeDescriptor? attribute, DataAccessResult result)
    : DlmsClientException($"The server does not give {(attribute is { } one ? $"attribute {one.AttributeId} of {one.LogicalName}" : "the list")}: {result}.")
{
    /// <summary>Why.</summary>
    public DataAccessResult Result { get; } = result;
}
