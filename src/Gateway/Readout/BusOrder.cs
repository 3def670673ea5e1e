namespace Gateway.Readout;

/// <summary>Something to be done on a bus: a readout, or a piece of other work.</summary>
internal abstract class BusOrder(ReadoutPrecedence precedence)
{
    /// <summary>The precedence of the most urgent one who asked.</summary>
    public ReadoutPrecedence Precedence { get; set; } = precedence;

    /// <summary>Whether a worker has begun.</summary>
    public bool IsTaken { get; set; }

    /// <summary>It will not be carried out: the worker has ended.</summary>
    public abstract void Abandon();
}
