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

    /// <summary>A search looks for meters while nothing else is to be done.</summary>
    Search,

    /// <summary>The bus is in continuous mode: its meters are read without pause, the values are served and not stored.</summary>
    Continuous,
}
