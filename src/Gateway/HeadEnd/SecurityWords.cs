using Dlms.Security;

namespace Gateway.HeadEnd;

/// <summary>What concerns security in the words of log lines and events.</summary>
internal static class SecurityWords
{
    /// <summary>What a client did, or what was refused it.</summary>
    public static string Words(this SecurityEvent what) => what switch
    {
        SecurityEvent.AuthenticationFailed => "authentication failed",
        SecurityEvent.AttemptRefusedUnchecked => "guessing, the attempt was not even checked",
        SecurityEvent.DecipheringFailed => "deciphering failed",
        SecurityEvent.Replayed => "replay",
        SecurityEvent.TooManyClientTitles => "too many client titles for one key",
        SecurityEvent.UnderProtected => "too little protection",
        SecurityEvent.SecretChanged => "changed the password",
        SecurityEvent.PolicyRaised => "raised the security policy",
        SecurityEvent.KeysChanged => "changed keys",
        SecurityEvent.KeyTransferRefused => "transfer of keys",
        SecurityEvent.PolicyRefused => "another security policy",
        _ => what.ToString(),
    };
}
