namespace Cosem;

/// <summary>access_mode of an attribute in an object list of Association LN version 1 (IEC 62056-6-2).</summary>
[Flags]
public enum AttributeAccess : byte
{
    /// <summary>no_access.</summary>
    None = 0,

    /// <summary>read_only.</summary>
    Read = 1,

    /// <summary>write_only.</summary>
    Write = 2,

    /// <summary>read_and_write.</summary>
    ReadWrite = 3,
}
