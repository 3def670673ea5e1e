using Dlms.Security;

namespace Dlms.Push;

/// <summary>How a push was protected that has been deciphered and whose authentication tag is good.</summary>
/// <param name="SystemTitle">The sender's system title.</param>
/// <param name="Control">security-control.</param>
/// <param name="InvocationCounter">invocation-counter.</param>
/// <param name="CounterBefore">The highest counter of this sender before; null: this is the first of it.</param>
public sealed record PushProtection(SystemTitle SystemTitle, SecurityControl Control, uint InvocationCounter, uint? CounterBefore)
{
    /// <summary>Whether the counter is above all before. One that is not came out of order, or was recorded and sent again by somebody.</summary>
    public bool CounterGrows => CounterBefore is null || InvocationCounter > CounterBefore;
}
