using MBus.Master;

namespace Gateway.Readout;

/// <summary>What went wrong with a meter, and what an installer can check.</summary>
internal static class ReadoutFaultWords
{
    /// <summary>In words, without a full stop.</summary>
    public static string Words(this ReadoutFault fault) => fault switch
    {
        ReadoutFault.None => "complete",
        ReadoutFault.NoAnswer => "no answer. Check address, baud rate and wiring",
        ReadoutFault.Damaged => "the answer is no frame. Two meters at one address, a wrong baud rate, or a disturbed line",
        ReadoutFault.OtherMeter => "another meter answered. A doubled address, or the meter was exchanged",
        ReadoutFault.NothingToSend => "it has nothing to send now",
        ReadoutFault.ApplicationError => "it refused with an application error",
        _ => "it announces telegrams without end",
    };
}
