using MBus.Application;
using MBus.Link;
using Metering;
using Simulation;
using Testing;

namespace Benchmarks;

/// <summary>A simulated meter alone on its bus, whose telegrams are those of any moment that is asked for.</summary>
internal sealed class StoredMeter
{
    /// <summary>Meters of a bus; the store has as many buses as it needs.</summary>
    private const int MetersOfBus = 250;

    private const int BaudRate = 2400;

    private readonly ManualTimeProvider _clock;
    private readonly SimulatedBus _bus;
    private readonly byte[] _begin;
    private readonly byte[][] _requests;

    /// <summary>A meter.</summary>
    /// <param name="number">Its number, from 0 on; the types go in turn.</param>
    /// <param name="begin">A moment before all that are asked for.</param>
    public StoredMeter(int number, DateTimeOffset begin)
    {
        _clock = new ManualTimeProvider(begin);
        _bus = SimulatedBus.Create(
            number + 1,
            [new MeterSpecification { Identification = Digits(10_000_000 + number), PrimaryAddress = new((byte)((number % MetersOfBus) + 1)), Type = number }],
            _clock);
        var address = _bus.Meters[0].PrimaryAddress;
        _begin = LinkFrame.Short(ControlField.SndNke, address);
        _requests = [LinkFrame.Short(ControlField.ReqUd2.WithFrameCountBit(true), address), LinkFrame.Short(ControlField.ReqUd2.WithFrameCountBit(false), address)];
        Meter = new Meter
        {
            Name = $"{_bus.Meters[0].Make} {_bus.Meters[0].TypeName}",
            Bus = $"bus {(number / MetersOfBus) + 1}",
            Addressing = _bus.Meters[0].HasSecondaryAddress ? AddressingMode.Secondary : AddressingMode.Primary,
            PrimaryAddress = address,
            Identity = _bus.Meters[0].HasSecondaryAddress ? _bus.Meters[0].Address : null,
        };
    }

    /// <summary>The meter as an installer enters it.</summary>
    public Meter Meter { get; }

    /// <summary>What it answers at a moment: its telegrams up to the last one.</summary>
    public List<byte[]> Read(DateTimeOffset at)
    {
        _clock.Set(at);
        Ask(_begin);
        var telegrams = new List<byte[]>();
        do
        {
            telegrams.Add(Ask(_requests[telegrams.Count % 2]));
        }
        while (MoreFollow(telegrams[^1]));

        return telegrams;
    }

    private byte[] Ask(byte[] request) => _bus.Receive(request, BaudRate)[0].Bytes.ToArray();

    private static bool MoreFollow(byte[] telegram)
    {
        var records = Telegram.Decode(telegram).Records;
        while (records.MoveNext())
        {
        }

        return records.MoreTelegramsFollow;
    }

    /// <summary>A number as hexadecimal digits.</summary>
    private static uint Digits(int number) => Convert.ToUInt32(number.ToString(System.Globalization.CultureInfo.InvariantCulture), 16);
}
