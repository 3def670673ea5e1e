namespace MBus.Master;

/// <summary>How much a reading tries before it gives a meter up.</summary>
public enum ReadoutEffort
{
    /// <summary>Three tries a telegram and a second round (EN 13757-2, 5.7): for a meter that is expected to answer.</summary>
    Full,

    /// <summary>One request; only when something comes in answer it is read with full effort. For a meter that has been silent for long.</summary>
    Probe,
}
