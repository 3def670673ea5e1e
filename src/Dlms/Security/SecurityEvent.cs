namespace Dlms.Security;

/// <summary>What concerns security, for a log and for the fraud detection log.</summary>
public enum SecurityEvent
{
    /// <summary>A client could not prove who it is: a wrong password, a wrong reply to the challenge, an AARQ with a bad tag.</summary>
    AuthenticationFailed,

    /// <summary>An attempt within the delay that follows failed ones; refused without being checked.</summary>
    AttemptRefusedUnchecked,

    /// <summary>A protected APDU could not be deciphered.</summary>
    DecipheringFailed,

    /// <summary>An APDU with a good tag and an invocation counter that was used before.</summary>
    Replayed,

    /// <summary>More client titles than are kept for one key.</summary>
    TooManyClientTitles,

    /// <summary>An APDU protected less than the policy, or than what it asks for, demands.</summary>
    UnderProtected,

    /// <summary>The password of low level security was changed.</summary>
    SecretChanged,

    /// <summary>The security policy was raised.</summary>
    PolicyRaised,

    /// <summary>Keys were changed.</summary>
    KeysChanged,

    /// <summary>A transfer of keys was refused: a wrong wrap, a key that is not held, or one twice.</summary>
    KeyTransferRefused,

    /// <summary>Another security policy was refused: a lower one, or one that is not offered.</summary>
    PolicyRefused,
}
