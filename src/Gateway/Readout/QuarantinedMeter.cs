namespace Gateway.Readout;

/// <summary>What an order does about a meter in quarantine.</summary>
internal enum QuarantinedMeter
{
    /// <summary>Its last value has to do.</summary>
    IsLeftOut,

    /// <summary>One request, when its next try is due.</summary>
    IsProbedWhenDue,

    /// <summary>As any other: a person stands beside it.</summary>
    IsReadFully,
}
