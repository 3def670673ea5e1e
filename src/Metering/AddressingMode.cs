namespace Metering;

/// <summary>How the master reaches a meter on its bus.</summary>
public enum AddressingMode : byte
{
    /// <summary>By the primary address, which an installer gave it.</summary>
    Primary,

    /// <summary>By selection of its secondary address, which is unique by itself.</summary>
    Secondary,
}
