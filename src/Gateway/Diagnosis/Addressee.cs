using System.Buffers.Binary;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Diagnosis;

/// <summary>Follows the requests of a master and says whom the last one was for: at FDh the last selection decides.</summary>
internal sealed class Addressee
{
    private const byte SelectSlave = 0x52;
    private static readonly byte[] FabricationRecord = [0x0C, 0x78];

    /// <summary>The A field of the last request; null: none was seen, or it was no frame.</summary>
    public byte? Address { get; private set; }

    /// <summary>Who is selected, wildcards included; null: nobody, or not known.</summary>
    public SecondaryAddress? Selected { get; private set; }

    /// <summary>The fabrication number that the selection asks for too; null: none.</summary>
    public uint? FabricationNumber { get; private set; }

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
            FabricationNumber = frame.UserData.Span[SecondaryAddress.Length..] is { Length: 6 } extension && extension.StartsWith(FabricationRecord)
                ? BinaryPrimitives.ReadUInt32LittleEndian(extension[FabricationRecord.Length..])
                : null;
        }
        else if (frame.Control == ControlField.SndNke)
        {
            (Selected, FabricationNumber) = (null, null);
        }
    }

    /// <summary>Whether the last request was for this meter alone.</summary>
    public bool Is(Meter meter) => Is(meter.PrimaryAddress, meter.Identity, meter.FabricationNumber);

    /// <summary>Whether the last request was for this address, or for this identity and number, alone.</summary>
    public bool Is(PrimaryAddress? primary, SecondaryAddress? identity, string fabricationNumber) =>
        Address is { } address && (address != PrimaryAddress.Selected.Value
            ? address == primary?.Value
            : Selected is { } selected && selected == identity && (FabricationNumber is not { } number || fabricationNumber == $"{number:X8}"));
}
