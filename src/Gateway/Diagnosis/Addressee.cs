using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Diagnosis;

/// <summary>Follows the requests of a master and says whom the last one was for: at FDh the last selection decides.</summary>
internal sealed class Addressee
{
    private const byte SelectSlave = 0x52;

    /// <summary>The A field of the last request; null: none was seen, or it was no frame.</summary>
    public byte? Address { get; private set; }

    /// <summary>Who is selected, wildcards included; null: nobody, or not known.</summary>
    public SecondaryAddress? Selected { get; private set; }

    /// <summary>Takes a request.</summary>
    public void Note(ReadOnlySpan<byte> request)
    {
        if (LinkFrame.TryParse(request.ToArray(), out var frame) != LinkError.None || frame.Kind == LinkFrameKind.Ack)
        {
            Address = null;
            return;
        }

        Address = frame.Address;
        if (frame.Address != PrimaryAddress.Selected.Value)
        {
            return;
        }

        if (frame is { IsLong: true, ControlInformation: SelectSlave } && frame.UserData.Length >= SecondaryAddress.Length)
        {
            Selected = SecondaryAddress.FromHeader(frame.UserData.Span);
        }
        else if (frame.Control == ControlField.SndNke)
        {
            Selected = null;
        }
    }

    /// <summary>Whether the last request was for this meter alone.</summary>
    public bool Is(Meter meter) => Is(meter.PrimaryAddress, meter.Identity);

    /// <summary>Whether the last request was for this address or for this identity alone.</summary>
    public bool Is(PrimaryAddress? primary, SecondaryAddress? identity) =>
        Address is { } address && (address == PrimaryAddress.Selected.Value ? Selected is { } selected && selected == identity : address == primary?.Value);
}
