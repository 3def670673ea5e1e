namespace Gateway.Diagnosis;

/// <summary>What a line's bytes amount to.</summary>
internal enum LineEventKind
{
    /// <summary>The master sent a frame.</summary>
    Request,

    /// <summary>A whole frame came.</summary>
    Answer,

    /// <summary>What was sent came back: the level converter echoes.</summary>
    Echo,

    /// <summary>Bytes came that are no frame.</summary>
    Broken,

    /// <summary>Nothing came in answer to the request.</summary>
    NoAnswer,

    /// <summary>Bytes had come while nothing was asked.</summary>
    Unrequested,

    /// <summary>The line failed.</summary>
    Lost,

    /// <summary>The follower was too slow: what happened here is not known.</summary>
    Missed,
}
