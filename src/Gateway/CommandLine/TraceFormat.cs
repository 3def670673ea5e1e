namespace Gateway.CommandLine;

/// <summary>How a conversation is written.</summary>
internal enum TraceFormat
{
    /// <summary>For a person: every byte explained.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,

    /// <summary>Hexadecimal digits, a frame a line, as decode reads them.</summary>
    Raw,
}
