using MBus.Link;
using Testing;

namespace Simulation.Tests;

/// <summary>Plays the master: requests in hexadecimal, and what is heard in hexadecimal, empty for silence.</summary>
internal sealed class Transcript(SimulatedBus bus, int baudRate = 2400)
{
    public const string Ack = "E5";

    public static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public int BaudRate { get; set; } = baudRate;

    /// <summary>What is heard after bytes in hexadecimal.</summary>
    public string Heard(string hex) => Convert.ToHexString(Bytes(Hex.Bytes(hex)));

    /// <summary>What is heard after bytes.</summary>
    public byte[] Bytes(byte[] request) => [.. bus.Receive(request, BaudRate).SelectMany(answer => answer.Bytes.ToArray())];

    public string Initialise(byte address) => Heard(Short(0x40, address));

    /// <summary>REQ_UD2 with a C field: 7B and 5B with the frame count bit, 4B without.</summary>
    public byte[] Request(byte c, byte address) => Bytes(Hex.Bytes(Short(c, address)));

    public string Select(MeterIdentity meter) => Select(meter.ToBytes());

    /// <summary>A selection by eight bytes, or more with an extension.</summary>
    public string Select(byte[] selection) => Convert.ToHexString(Bytes(LinkFrame.Long(ControlField.SndUd, 0xFD, 0x52, selection)));

    public string Select(string selection) => Select(Hex.Bytes(selection));

    /// <summary>SND_UD with a CI field and data.</summary>
    public string Send(byte address, byte ci, string data = "") =>
        Convert.ToHexString(Bytes(LinkFrame.Long(ControlField.SndUd, address, ci, Hex.Bytes(data))));

    /// <summary>All telegrams of a meter by its primary address.</summary>
    public IReadOnlyList<byte[]> Read(SimulatedMeter meter)
    {
        Initialise(meter.PrimaryAddress);
        var telegrams = new List<byte[]>();
        for (byte c = 0x7B; telegrams.Count < 16; c ^= 0x20)
        {
            telegrams.Add(Request(c, meter.PrimaryAddress));
            var records = MBus.Application.Telegram.Decode(telegrams[^1], meter.Key.Span).Records;
            while (records.MoveNext())
            {
            }

            if (!records.MoreTelegramsFollow)
            {
                break;
            }
        }

        return telegrams;
    }

    private static string Short(byte c, byte address) => Convert.ToHexString([0x10, c, address, (byte)(c + address), 0x16]);
}
