using MBus.Application;
using MBus.Link;
using MBus.Master;
using Testing;

namespace Simulation.Tests;

/// <summary>The other side of a bus without a line: requests go out, and what is heard is hexadecimal digits, none for silence.</summary>
internal sealed class TestMaster(SimulatedBus bus, int baudRate = 2400)
{
    public const string Silence = "";
    public const string Ack = "E5";
    public const byte Selected = 0xFD;
    public const byte Test = 0xFE;
    public const byte Broadcast = 0xFF;

    public static readonly DateTimeOffset Now = new(2026, 3, 14, 9, 26, 53, TimeSpan.Zero);

    public int BaudRate { get; set; } = baudRate;

    public static SimulatedBus Bus(int meters, int seed = 7) => SimulatedBus.Create(seed, meters, new ManualTimeProvider(Now));

    public byte[] Send(byte[] bytes) => [.. bus.Receive(bytes, BaudRate).SelectMany(answer => answer.Bytes.ToArray())];

    public string Send(string hex) => Convert.ToHexString(Send(Hex.Bytes(hex)));

    public string Initialise(byte address) => Short(0x40, address);

    /// <summary>REQ_UD2: 7B and 5B with the frame count bit 1 and 0, 4B without.</summary>
    public string Request(byte c, byte address) => Short(c, address);

    /// <summary>A short frame.</summary>
    public string Short(byte c, byte address) => Convert.ToHexString(Send([0x10, c, address, (byte)(c + address), 0x16]));

    /// <summary>SND_UD with a CI field and data.</summary>
    public string SendUserData(byte address, byte ci, params byte[] data) =>
        Convert.ToHexString(Send(LinkFrame.Long(ControlField.SndUd, address, ci, data)));

    /// <summary>A selection, with the record that extends it by the fabrication number.</summary>
    public string Select(SecondaryAddress meter, params byte[] extension) =>
        SendUserData(Selected, 0x52, [.. meter.ToBytes(), .. extension]);

    /// <summary>All telegrams of a meter by its primary address.</summary>
    public IReadOnlyList<byte[]> Read(SimulatedMeter meter)
    {
        var address = meter.PrimaryAddress.Value;
        Initialise(address);
        var telegrams = new List<byte[]>();
        byte c = 0x7B;
        do
        {
            telegrams.Add(Convert.FromHexString(Request(c, address)));
            c ^= 0x20;
        }
        while (telegrams.Count < 16 && MoreFollow(Telegram.Decode(telegrams[^1], meter.Key.Span)));
        return telegrams;
    }

    private static bool MoreFollow(Telegram telegram)
    {
        var records = telegram.Records;
        while (records.MoveNext())
        {
        }

        return records.MoreTelegramsFollow;
    }
}
