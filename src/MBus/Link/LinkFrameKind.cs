namespace MBus.Link;

/// <summary>The four frame kinds of EN 13757-2 (FT 1.2 of IEC 60870-5-1).</summary>
public enum LinkFrameKind
{
    /// <summary>Single character E5h: confirmation.</summary>
    Ack,

    /// <summary><c>10 C A CS 16</c>.</summary>
    Short,

    /// <summary>A long frame without data, <c>68 03 03 68 C A CI CS 16</c>.</summary>
    Control,

    /// <summary><c>68 L L 68 C A CI data CS 16</c>.</summary>
    Long,
}
