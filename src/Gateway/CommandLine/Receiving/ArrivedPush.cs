using System.Net;
using Dlms.Push;

namespace Gateway.CommandLine.Receiving;

/// <summary>A frame that came, read as far as it can be.</summary>
/// <param name="At">When.</param>
/// <param name="From">From where.</param>
/// <param name="SourceSap">The source of the wrapper frame.</param>
/// <param name="DestinationSap">Its destination.</param>
/// <param name="Apdu">The APDU as it came.</param>
internal sealed record ArrivedPush(DateTimeOffset At, EndPoint From, ushort SourceSap, ushort DestinationSap, ReadOnlyMemory<byte> Apdu)
{
    /// <summary>The push; null when it could not be read.</summary>
    public ReceivedPush? Push { get; init; }

    /// <summary>Its body; null when it is none that this gateway builds.</summary>
    public PushBody? Body { get; init; }

    /// <summary>Whether the same one came before.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>Why it could not be read; null when it could.</summary>
    public string? Fault { get; init; }

    /// <summary>The gateway: by its name, its system title, or the address that the connection came from.</summary>
    public string Sender => Body?.Gateway ?? Push?.Protection?.SystemTitle.ToString() ?? (From as IPEndPoint)?.Address.ToString() ?? "";
}
