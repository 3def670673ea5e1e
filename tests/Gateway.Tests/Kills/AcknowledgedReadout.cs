using Metering;

namespace Gateway.Tests.Kills;

/// <summary>A readout that the gateway has told somebody of: it has to be in the store from then on.</summary>
/// <param name="Meter">Whose.</param>
/// <param name="From">When it was asked for.</param>
/// <param name="To">When it was told.</param>
/// <param name="Time">When it was made, as the gateway told it (date-time, in hexadecimal digits); null: it told that it was made for this request alone.</param>
internal sealed record AcknowledgedReadout(MeterId Meter, DateTimeOffset From, DateTimeOffset To, string? Time);
