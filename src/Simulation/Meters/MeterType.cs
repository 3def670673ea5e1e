using MBus.Application;

namespace Simulation.Meters;

/// <summary>A type of meter as its data sheet has it.</summary>
/// <param name="Make">The maker's name.</param>
/// <param name="Name">The name of the type.</param>
/// <param name="Manufacturer">Three letters.</param>
/// <param name="Version">The version (generation) in the header.</param>
/// <param name="Medium">The medium's code.</param>
/// <param name="Telegrams">The telegrams of one readout.</param>
internal sealed record MeterType(string Make, string Name, string Manufacturer, byte Version, byte Medium, params MeterTelegram[] Telegrams)
{
    /// <summary>Which header it sends. Only a meter with a long header can be selected by secondary address.</summary>
    public TelegramHeaderKind Header { get; init; } = TelegramHeaderKind.Long;

    /// <summary>The AES-128 key of a meter that encrypts (mode 5).</summary>
    public byte[]? Key { get; init; }

    /// <summary>Medium, units and counters of the fixed data structure.</summary>
    public FixedCounters? Counters { get; init; }
}
