using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.Api;

/// <summary>A conversation with one meter that a person has asked for, between the readouts of its bus.</summary>
internal static class MeterConversation
{
    /// <summary>Has the master for it, at the meter's own rate where it has one.</summary>
    /// <exception cref="ApiException">The line failed.</exception>
    public static async Task<T> TalkAsync<T>(this BusWorker bus, int? baudRate, Func<BusMaster, CancellationToken, Task<T>> talk, CancellationToken cancellationToken)
    {
        try
        {
            return await bus.UseAsync(
                async (master, stop) =>
                {
                    var timing = master.Converter.Timing;
                    master.Converter.Timing = timing with { BaudRate = baudRate ?? timing.BaudRate };
                    try
                    {
                        return await talk(master, stop);
                    }
                    finally
                    {
                        master.Converter.Timing = timing;
                    }
                },
                ReadoutPrecedence.Manual,
                cancellationToken);
        }
        catch (LevelConverterException e)
        {
            throw new ApiException(StatusCodes.Status502BadGateway, e.Message);
        }
    }
}
