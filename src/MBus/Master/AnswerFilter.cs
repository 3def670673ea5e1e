using MBus.Link;

namespace MBus.Master;

/// <summary>
/// Tells the answers of one meter from those of others: late ones of a meter that was asked before, or of one that was exchanged.
/// </summary>
internal sealed class AnswerFilter(PrimaryAddress address, SecondaryAddress? selection, SecondaryAddress? identity)
{
    private SecondaryAddress? _meter = selection ?? identity;
    private byte? _answersAs;

    /// <summary>Whether a frame is an answer that can be from the meter: nothing in it says otherwise.</summary>
    public bool IsOfMeter(LinkFrame frame) =>
        frame.IsRspUd && IsFromAddress(frame)
        && (_meter is not { } meter || AnswerIdentity.Fits(frame, meter));

    /// <summary>What the meter's answers say of it holds for the next ones.</summary>
    public void Took(LinkFrame answer)
    {
        _answersAs = answer.Address;

        // Devices of several parts change version and medium from telegram to telegram.
        if (AnswerIdentity.Of(answer) is { } sender)
        {
            _meter = SecondaryAddress.Any with { Identification = sender.Identification, Manufacturer = sender.Manufacturer };
        }
    }

    /// <summary>Who sent an answer that is not the meter's, where it came from the address that was asked; else null.</summary>
    public SecondaryAddress? StrangerOf(LinkFrame answer) => IsFromAddress(answer) ? AnswerIdentity.Of(answer) : null;

    /// <summary>
    /// The A field of an answer is not insisted on: 0, FDh and FEh are met at any meter. But another meter's address is a late
    /// answer, and so is one from the selected slave that does not say who it is and bears a primary address that was not seen.
    /// </summary>
    private bool IsFromAddress(LinkFrame frame) =>
        frame.Address == address.Value || frame.Address is 0 or > 250
        || (selection is null ? !address.IsMeter : frame.Address == _answersAs || !IsNameless(frame));

    private static bool IsNameless(LinkFrame frame) => frame.ControlInformation is 0x78 or 0x7A;
}
