using Metering;

namespace Gateway.Readout;

/// <summary>The meters' keys.</summary>
internal sealed class MeterKeys
{
    private readonly ReadOnlyMemory<byte> _none = ReadOnlyMemory<byte>.Empty;

    /// <summary>The AES-128 key of a meter, empty when it has none.</summary>
    public ReadOnlyMemory<byte> Of(Meter meter) => _none;
}
