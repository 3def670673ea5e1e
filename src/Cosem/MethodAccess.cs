namespace Cosem;

/// <summary>access_mode of a method in an object list of Association LN version 1 (IEC 62056-6-2).</summary>
public enum MethodAccess : byte
{
    /// <summary>no_access.</summary>
    None = 0,

    /// <summary>access.</summary>
    Invoke = 1,
}
