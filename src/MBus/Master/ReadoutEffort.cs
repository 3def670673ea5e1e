namespace MBus.Master;

/// <summary>How much a reading tries before it gives a meter up.</summary>
public enum ReadoutEffort
{
    /// <summary>Three tries a telegram and a second round (EN 13757-2, 5.7): for a meter that is expected to answer.</summary>
    Full,

    /// <summary>
    /// SND_NKE or the selection alone; only when something comes to it the meter is read with full effort. Costs one time-out for a meter
    /// that has been silent for long. One that was seen never to confirm is sent one REQ_UD2 too.
    /// </summary>
    Probe,
}
