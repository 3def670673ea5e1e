using Cosem;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>The server does not invoke a method, and says why.</summary>
/// <param name="method">The method.</param>
/// <param name="result">Why.</param>
public sealed class ActionException(MethodDescriptor method, ActionResult result)
    : DlmsClientException($"The server does not invoke method {method.MethodId} of {method.LogicalName}: {StandardName.WithNumber(result)}.")
{
    /// <summary>Why.</summary>
    public ActionResult Result { get; } = result;
}
