using Cosem;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>The server gives or takes no data, and says why.</summary>
/// <param name="what">What it does not do.</param>
/// <param name="result">Why.</param>
public sealed class DataAccessException(string what, DataAccessResult result) : DlmsClientException($"The server does not {what}: {StandardName.WithNumber(result)}.")
{
    /// <summary>Why.</summary>
    public DataAccessResult Result { get; } = result;

    internal static DataAccessException Reading(AttributeDescriptor attribute, DataAccessResult result) => new($"give {NameOf(attribute)}", result);

    internal static DataAccessException ReadingList(DataAccessResult result) => new("give the list", result);

    internal static DataAccessException Writing(AttributeDescriptor attribute, DataAccessResult result) => new($"take {NameOf(attribute)}", result);

    internal static DataAccessException WritingList(DataAccessResult result) => new("take the list", result);

    internal static DataAccessException Returning(MethodDescriptor method, DataAccessResult result) =>
        new($"give what method {method.MethodId} of {method.LogicalName} returned", result);

    private static string NameOf(AttributeDescriptor attribute) => $"attribute {attribute.AttributeId} of {attribute.LogicalName}";
}
