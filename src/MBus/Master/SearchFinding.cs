namespace MBus.Master;

/// <summary>What a search met at one address.</summary>
public enum SearchFinding
{
    /// <summary>Silence.</summary>
    Nobody,

    /// <summary>One meter, that said who it is.</summary>
    Meter,

    /// <summary>A meter that this search has found already.</summary>
    FoundBefore,

    /// <summary>Several meters answered at once. A search by secondary address goes on with the next digit.</summary>
    Collision,

    /// <summary>
    /// Several meters have this identification: manufacturer, fabrication number, medium or version are tried in the end to tell them
    /// apart.
    /// </summary>
    SameIdentification,

    /// <summary>Somebody confirmed, and gave no telegram: a slow meter, or one that has nothing to send.</summary>
    Mute,

    /// <summary>Whatever is asked brings bytes that are no answer: a damaged meter or a short circuit. The search was given up.</summary>
    Flooded,
}
