using System.Buffers.Binary;
using MBus.Application;
using MBus.Link;
using MBus.Master;

namespace MBus.Tests.Master;

/// <summary>
/// A slave whose every telegram holds a value of its own: its number and how many it has sent. So a telegram proves whose it is.
/// </summary>
/// <param name="number">The meter's number.</param>
/// <param name="primary">Its primary address.</param>
/// <param name="answersAs">What it writes into the A field of its answers.</param>
/// <param name="identity">Who it is.</param>
/// <param name="header">How much of that it says.</param>
/// <param name="telegrams">How many telegrams a readout has.</param>
internal sealed class FuzzedMeter(
    byte number, byte primary, byte answersAs, SecondaryAddress identity, TelegramHeaderKind header, int telegrams)
{
    private const byte Selection = 0x52;

    private static readonly byte[] Confirmation = [LinkFrame.AckByte];

    private readonly Dictionary<uint, byte[]> _sent = [];
    private bool _selected;
    private bool _frameCountBit;
    private byte[]? _last;
    private int _telegram;
    private uint _count;

    public byte Number => number;

    public PrimaryAddress Primary => new(primary);

    public SecondaryAddress Identity => identity;

    public bool HasSecondaryAddress => header == TelegramHeaderKind.Long;

    /// <summary>Who it is, as far as its answers say; null: they do not.</summary>
    public SecondaryAddress? Says => header switch
    {
        TelegramHeaderKind.Long => identity,
        TelegramHeaderKind.Fixed => SecondaryAddress.Any with { Identification = identity.Identification },
        _ => null,
    };

    /// <summary>Forgets what it has sent.</summary>
    public void Forget() => _sent.Clear();

    /// <summary>Whether exactly these bytes are a telegram that it has sent.</summary>
    public bool HasSent(ReadOnlySpan<byte> telegram)
    {
        foreach (var offset in (ReadOnlySpan<int>)[21, 13, 9, 15])
        {
            if (telegram.Length >= offset + 4
                && _sent.TryGetValue(BinaryPrimitives.ReadUInt32LittleEndian(telegram[offset..]), out var sent) && telegram.SequenceEqual(sent))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The frame count bit that it remembers is wrong now.</summary>
    public void ConfuseFrameCount() => _frameCountBit ^= true;

    /// <summary>What it answers; null: nothing.</summary>
    public byte[]? Answer(LinkFrame request)
    {
        if (request.ControlInformation == Selection)
        {
            _selected = HasSecondaryAddress && SecondaryAddress.FromHeader(request.UserData.Span).Matches(identity);
            _last = null;
            return _selected ? Confirmation : null;
        }

        if (request.Address != primary && !(_selected && request.Address == PrimaryAddress.Selected.Value))
        {
            return null;
        }

        switch (request.Control.Function)
        {
            case 0x0:
                _selected &= request.Address != PrimaryAddress.Selected.Value;
                _last = null;
                return Confirmation;
            case 0xB:
                return Telegram(request.Control.FrameCountBit);
            default:
                return Confirmation;
        }
    }

    /// <summary>The telegram that is next, or the last one again when the frame count bit is the same.</summary>
    public byte[] Telegram(bool frameCountBit)
    {
        if (_last is not null && frameCountBit == _frameCountBit)
        {
            return _last;
        }

        _telegram = _last is null ? 0 : (_telegram + 1) % telegrams;
        _frameCountBit = frameCountBit;
        return _last = Build(more: _telegram + 1 < telegrams);
    }

    private byte[] Build(bool more)
    {
        var value = ((uint)number << 24) | ++_count;
        Span<byte> data = stackalloc byte[FixedData.Length];
        if (header == TelegramHeaderKind.Fixed)
        {
            BinaryPrimitives.WriteUInt32LittleEndian(data, identity.Identification);
            data[4] = (byte)_count;
            BinaryPrimitives.WriteUInt32LittleEndian(data[8..], value);
            return _sent[value] = TelegramWriter.Fixed(answersAs, data);
        }

        var head = new TelegramHeader
        {
            Kind = header,
            Identification = identity.Identification,
            Manufacturer = identity.Manufacturer,
            Version = identity.Version,
            Medium = identity.Medium,
            AccessNumber = (byte)_count,
        };
        (data[0], data[1], data[6]) = (0x04, 0x13, 0x1F);
        BinaryPrimitives.WriteUInt32LittleEndian(data[2..], value);
        return _sent[value] = TelegramWriter.Variable(answersAs, head, data[..(more ? 7 : 6)]);
    }
}
