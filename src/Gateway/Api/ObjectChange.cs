namespace Gateway.Api;

/// <summary>What would become of an object.</summary>
internal enum ObjectChange
{
    /// <summary>It would be as it is.</summary>
    Same,

    /// <summary>It would be there.</summary>
    New,

    /// <summary>It would no longer be there.</summary>
    Gone,

    /// <summary>Class, type, value or unit would be others.</summary>
    Changed,
}
