namespace Simulation.Script;

/// <summary>What can go wrong on a simulated bus. Those that need parameters name them.</summary>
public enum FaultKind
{
    /// <summary>The answer does not come: a dead meter, or a dead line.</summary>
    Silence,

    /// <summary>The answer begins later by <see cref="ScriptedFault.Delay"/>: slow, or after the time-out.</summary>
    Late,

    /// <summary>The answer breaks off before byte number <see cref="ScriptedFault.Byte"/>, counted from 0.</summary>
    BreakOff,

    /// <summary>Byte number <see cref="ScriptedFault.Byte"/> of the answer, counted from 0, becomes another one.</summary>
    Garble,

    /// <summary>The checksum is wrong; a single character becomes another one.</summary>
    WrongChecksum,

    /// <summary>The answer loses one to three bytes.</summary>
    LostBytes,

    /// <summary>One to eight random bytes come before the answer; on the line also where nobody answers.</summary>
    Noise,

    /// <summary>The answer comes twice, with the standard's pause between.</summary>
    Double,

    /// <summary>The meter obeys and does not confirm: no E5 after SND_NKE, selection or SND_UD.</summary>
    NoConfirmation,

    /// <summary>Every telegram ends with DIF 1Fh: more follow, for ever.</summary>
    EndlessTelegrams,

    /// <summary>The meter refuses: application error 8, busy.</summary>
    Busy,

    /// <summary>After <see cref="ScriptedFault.Count"/> readouts in a <see cref="ScriptedFault.Period"/> the meter refuses: application error 9.</summary>
    Quota,

    /// <summary>The meter takes every address for its own, and answers together with the one that was meant.</summary>
    Collide,

    /// <summary>Another master has just read the meter: its access number jumps and its frame count bit is the other's.</summary>
    OtherMaster,

    /// <summary>The status byte of its telegrams is <see cref="ScriptedFault.Value"/>, by default 04h: power low.</summary>
    Status,

    /// <summary>Its clock stands still, at the time of the first readout that is hit; afterwards it shows the right time again.</summary>
    ClockStopped,

    /// <summary>Its counters are set back by what they have counted in the last <see cref="ScriptedFault.Period"/>, and count on from there.</summary>
    CountersSetBack,

    /// <summary>Once: another meter of the same type, with <see cref="ScriptedFault.Identification"/>, hangs behind the same primary address.</summary>
    Swap,

    /// <summary>Once: somebody gives the meter the primary address <see cref="ScriptedFault.Address"/>, whoever has it already.</summary>
    Readdress,

    /// <summary>The level converter sends back all that it is sent.</summary>
    Echo,

    /// <summary>
    /// <see cref="ScriptedFault.Count"/> bytes that nobody asked for, every <see cref="ScriptedFault.Period"/>: random ones, or all of the
    /// <see cref="ScriptedFault.Value"/>.
    /// </summary>
    Unrequested,

    /// <summary>The way to the bus is cut off, as <see cref="ScriptedFault.Loss"/> says.</summary>
    CutOff,
}
