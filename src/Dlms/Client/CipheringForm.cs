namespace Dlms.Client;

/// <summary>The form of protected requests (IEC 62056-5-3). ACCESS has no service-specific form and goes in a general one.</summary>
public enum CipheringForm
{
    /// <summary>glo-get-request and its like, with the global key: what every server takes.</summary>
    ServiceSpecific,

    /// <summary>general-glo-ciphering.</summary>
    General,

    /// <summary>ded-get-request and its like, with a key drawn for the association.</summary>
    Dedicated,
}
