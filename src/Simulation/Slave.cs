using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using MBus.Application;

namespace Simulation;

/// <summary>
/// A slave's side of the link layer (EN 13757-2, 5.7) and of the commands of EN 13757-3: addresses, selection, frame count bit,
/// baud rate, application reset, its own primary address.
/// </summary>
internal sealed class Slave(SimulatedMeter meter, ulong seed)
{
    private const byte ApplicationReset = 0x50, DataSend = 0x51, Select = 0x52;
    private const byte FirstBaudRate = 0xB8, LastBaudRate = 0xBF;
    private const byte FabricationNumberDif = 0x0C, FabricationNumberVif = 0x78;
    private const byte AddressDif = 0x01, AddressVif = 0x7A;

    private static readonly byte[] Ack = [LinkFrame.AckByte];

    private readonly Random _chance = new((int)seed);
    private bool _selected;
    private bool? _frameCountBit;
    private byte[] _lastTelegram = [];
    private int _next;
    private DateTime _setTime;
    private bool _onlyInstantaneous;
    private bool _refuses;

    /// <summary>What it answers to a frame.</summary>
    /// <param name="request">The master's frame.</param>
    /// <param name="baudRate">The baud rate at which it came; at another than its own the slave hears noise.</param>
    /// <param name="time">Now, in the meter's standard time.</param>
    /// <returns>The bytes and how late they are; null when the slave keeps silent.</returns>
    public Emission? Answer(LinkFrame request, int baudRate, DateTime time)
    {
        if (baudRate != meter.BaudRate || !(IsSelection(request) ? BecomesSelected(request) : IsAddressed(request.Address)))
        {
            return null;
        }

        var answer = request.Kind == LinkFrameKind.Short ? AnswerShort(request, time) : AnswerUserData(request);
        return request.Address == PrimaryAddress.Broadcast.Value || answer is null ? null : WithFaults(answer);
    }

    private static bool IsSelection(LinkFrame request) =>
        request.IsLong && request.ControlInformation == Select && request.Address == PrimaryAddress.Selected.Value;

    private bool IsAddressed(byte address) =>
        address == meter.PrimaryAddress.Value || address == PrimaryAddress.Test.Value || address == PrimaryAddress.Broadcast.Value
        || (_selected && address == PrimaryAddress.Selected.Value);

    /// <summary>A selection that does not match deselects.</summary>
    private bool BecomesSelected(LinkFrame request)
    {
        var data = request.UserData.Span;
        _selected = data.Length >= SecondaryAddress.Length && SecondaryAddress.FromHeader(data).Matches(meter.Address)
            && (data.Length == SecondaryAddress.Length || IsFabricationNumber(data[SecondaryAddress.Length..]));
        if (_selected)
        {
            _frameCountBit = null;
        }

        return _selected;
    }

    /// <summary>The fabrication number of a simulated meter is its identification; its nibbles F are wildcards too.</summary>
    private bool IsFabricationNumber(ReadOnlySpan<byte> record) =>
        record is [FabricationNumberDif, FabricationNumberVif, _, _, _, _]
        && SecondaryAddress.FromHeader([.. record[2..], 0xFF, 0xFF, 0xFF, 0xFF]).Matches(meter.Address);

    private byte[]? AnswerShort(LinkFrame request, DateTime time)
    {
        var function = request.Control.WithFrameCountBit(false);
        if (function == ControlField.ReqUd2)
        {
            return Telegram(request.Control, time);
        }

        if (function == ControlField.SndNke)
        {
            _frameCountBit = null;
            _next = 0;
            _selected &= request.Address != PrimaryAddress.Selected.Value;
            return Ack;
        }

        return function == ControlField.ReqUd1 ? Ack : null;
    }

    /// <summary>The same frame count bit as before asks for the same telegram once more.</summary>
    private byte[] Telegram(ControlField request, DateTime time)
    {
        if (request.FrameCountBit == _frameCountBit)
        {
            return _lastTelegram;
        }

        _frameCountBit = request.FrameCountBit;
        if (_refuses)
        {
            _refuses = false;
            return _lastTelegram = TelegramWriter.Refusal(meter.PrimaryAddress.Value, ApplicationErrorCode.UnimplementedCi);
        }

        if (_next >= meter.TelegramCount(_onlyInstantaneous))
        {
            _next = 0;
        }

        _setTime = _next == 0 ? time : _setTime;
        return _lastTelegram = meter.Telegram(_next++, _onlyInstantaneous, _setTime);
    }

    private byte[]? AnswerUserData(LinkFrame request)
    {
        if (request.Control.WithFrameCountBit(false) != ControlField.SndUd)
        {
            return null;
        }

        var data = request.UserData.Span;
        switch (request.ControlInformation)
        {
            case Select:
                _next = 0;
                break;
            case ApplicationReset:
                _next = 0;
                _onlyInstantaneous = data is [>= 0x50 and <= 0x5F, ..];
                break;
            case >= FirstBaudRate and <= LastBaudRate and var code:
                meter.BaudRate = BusTiming.BaudRates[code - FirstBaudRate];
                break;
            case DataSend when data is [AddressDif, AddressVif, <= 250 and var address]:
                meter.PrimaryAddress = new PrimaryAddress(address);
                break;
            default:
                _refuses = true;
                break;
        }

        return Ack;
    }

    private Emission? WithFaults(byte[] answer)
    {
        var faults = meter.Faults;
        if (Happens(faults.Silence))
        {
            return null;
        }

        var bytes = new List<byte>(answer);
        if (Happens(faults.WrongChecksum) && bytes.Count > 1)
        {
            bytes[^2] ^= (byte)_chance.Next(1, 256);
        }

        if (Happens(faults.LostByte))
        {
            bytes.RemoveAt(_chance.Next(bytes.Count));
        }

        if (Happens(faults.Noise))
        {
            var noise = new byte[_chance.Next(1, 9)];
            _chance.NextBytes(noise);
            bytes.InsertRange(0, noise);
        }

        return new Emission(Happens(faults.Late) ? faults.Delay : TimeSpan.Zero, [.. bytes]);
    }

    private bool Happens(double probability) => probability > 0 && _chance.NextDouble() < probability;
}
