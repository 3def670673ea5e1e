namespace Gateway.Readout;

/// <summary>Which order is carried out first; lower goes ahead.</summary>
internal enum ReadoutPrecedence
{
    /// <summary>A head-end waits for the value.</summary>
    OnDemand,

    /// <summary>A person asked.</summary>
    Manual,

    /// <summary>The clock asked.</summary>
    Schedule,
}
