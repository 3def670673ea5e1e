namespace Gateway.Configuration;

/// <summary>The section <c>Gateway:Push</c>.</summary>
internal sealed record PushOptions
{
    /// <summary>
    /// The longest APDU that is sent as long as a row fits into it, in bytes; a longer report is several. 8,192: what receivers are known to take, and a day of a
    /// meter's quarter hours.
    /// </summary>
    public int MaxPdu { get; init; } = 8192;

    /// <summary>Who receives the reports that name nobody.</summary>
    public ReceiverOptions Receiver { get; init; } = new();

    /// <summary>The reports.</summary>
    public ReportsOptions Reports { get; init; } = new();
}
