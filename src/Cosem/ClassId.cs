namespace Cosem;

/// <summary>The class_id of an interface class (IEC 62056-6-2); a number that is not listed is a class this library has no type for.</summary>
public enum ClassId : ushort
{
    /// <summary>Data.</summary>
    Data = 1,

    /// <summary>Register.</summary>
    Register = 3,

    /// <summary>Extended register.</summary>
    ExtendedRegister = 4,

    /// <summary>Profile generic.</summary>
    ProfileGeneric = 7,

    /// <summary>Clock.</summary>
    Clock = 8,

    /// <summary>Association LN.</summary>
    AssociationLn = 15,

    /// <summary>SAP assignment.</summary>
    SapAssignment = 17,

    /// <summary>Push setup.</summary>
    PushSetup = 40,

    /// <summary>TCP-UDP setup.</summary>
    TcpUdpSetup = 41,

    /// <summary>IPv4 setup.</summary>
    IPv4Setup = 42,

    /// <summary>Security setup.</summary>
    SecuritySetup = 64,
}
