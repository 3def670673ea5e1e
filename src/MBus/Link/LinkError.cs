namespace MBus.Link;

/// <summary>What is wrong with bytes that should be exactly one frame.</summary>
public enum LinkError
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>No byte at all.</summary>
    Empty,

    /// <summary>Neither E5h, 10h nor 68h at the start, or no 68h before the C field.</summary>
    Start,

    /// <summary>The frame goes on after the last byte.</summary>
    Truncated,

    /// <summary>The two length bytes differ.</summary>
    LengthMismatch,

    /// <summary>A length below 3: there is no room for C, A and CI.</summary>
    LengthTooSmall,

    /// <summary>The checksum differs from the sum of the bytes it covers.</summary>
    Checksum,

    /// <summary>The last byte is not 16h.</summary>
    Stop,

    /// <summary>Bytes after the stop byte.</summary>
    TrailingBytes,
}
