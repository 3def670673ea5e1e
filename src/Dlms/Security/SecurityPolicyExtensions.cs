namespace Dlms.Security;

/// <summary>What a security policy asks of an APDU.</summary>
public static class SecurityPolicyExtensions
{
    /// <summary>Whether the policy is one this library offers: each of class 64 version 0 but encryption alone.</summary>
    public static bool IsOffered(this SecurityPolicy policy) =>
        policy is SecurityPolicy.None or SecurityPolicy.Authenticated or SecurityPolicy.AuthenticatedAndEncrypted;

    /// <summary>Whether an APDU that bears this protection fulfils the policy; more than the policy asks is welcome.</summary>
    public static bool IsSatisfiedBy(this SecurityPolicy policy, SecurityPolicy protection) => (policy & ~protection) == SecurityPolicy.None;

    /// <inheritdoc cref="IsSatisfiedBy(SecurityPolicy, SecurityPolicy)" />
    public static bool IsSatisfiedBy(this SecurityPolicy policy, SecurityControl control) => policy.IsSatisfiedBy(control.Protection);
}
