using MBus.LevelConverter;

namespace Simulation;

/// <summary>What the master hears after a request.</summary>
/// <param name="Bytes">The bytes, junk where answers fell together.</param>
/// <param name="Delay">How much later than a sound meter's answer it begins; zero where no fault says otherwise.</param>
/// <param name="ResponseBits">How many bit times after the end of the request a sound meter's answer begins; an echo begins before it.</param>
public readonly record struct BusAnswer(ReadOnlyMemory<byte> Bytes, TimeSpan Delay, int ResponseBits = SimulatedMeter.TypicalResponseBits)
{
    /// <summary>When its first bit comes, counted from the end of the request.</summary>
    internal TimeSpan Begin(BusTiming timing) => timing.BitTimes(ResponseBits) + Delay;

    /// <summary>When its last bit has come, counted from the end of the request.</summary>
    internal TimeSpan End(BusTiming timing) => Begin(timing) + timing.WireTime(Bytes.Length);
}
