using MBus.LevelConverter;
using MBus.Master;

namespace Gateway.Readout;

/// <summary>Notices a line that is set up for 8N1 instead of 8E1: readouts fail, and of their characters only the parity.</summary>
internal sealed class ParityFaults
{
    /// <summary>A disturbance flips one or two; of the characters of a telegram without parity bit every second one fails.</summary>
    private const int Many = 10;

    private LineErrors _before = LineErrors.None;
    private bool _isTold;

    /// <summary>A readout was made.</summary>
    /// <param name="errors">The faults of characters since the beginning.</param>
    /// <param name="fault">What became of it.</param>
    /// <returns>Whether it is to be told; that is once.</returns>
    public bool Note(LineErrors errors, ReadoutFault fault)
    {
        var during = errors.Since(_before);
        _before = errors;
        if (_isTold || fault is not (ReadoutFault.Damaged or ReadoutFault.NoAnswer) || !during.IsParityOnly || during.Parity < Many)
        {
            return false;
        }

        return _isTold = true;
    }
}
