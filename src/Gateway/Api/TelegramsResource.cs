using Gateway.Readout;
using MBus.Application;
using MBus.Master;

namespace Gateway.Api;

/// <summary>What a meter sent when it was read once.</summary>
/// <param name="Fault">What was wrong.</param>
/// <param name="Words">The same in words, with what to check.</param>
/// <param name="Telegrams">Its telegrams.</param>
/// <param name="Requests">How often it was asked.</param>
/// <param name="Silent">How often it did not answer.</param>
/// <param name="Damaged">How often bytes came that are no frame.</param>
internal sealed record TelegramsResource(ReadoutFault Fault, string Words, IReadOnlyList<ReadOnlyMemory<byte>> Telegrams, int Requests, int Silent, int Damaged)
{
    /// <summary>The same as the master says it.</summary>
    public static TelegramsResource Of(ReadoutResult result) => new(
        result.Fault,
        result is { Fault: ReadoutFault.ApplicationError, ApplicationError: { } error } ? $"{result.Fault.Words()}: {error.Word()}" : result.Fault.Words(),
        [.. result.Telegrams.Select(telegram => telegram.Bytes)],
        result.Tries.Requests,
        result.Tries.Silent,
        result.Tries.Damaged);
}
