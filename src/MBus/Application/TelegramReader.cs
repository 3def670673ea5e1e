using MBus.Link;
using MBus.Master;
using MBus.Security;

namespace MBus.Application;

/// <summary>Reads what a meter sent, from the CI field to the last byte before the checksum.</summary>
internal readonly ref struct TelegramReader(LinkFrame frame, ReadOnlySpan<byte> key, SecondaryAddress? meter)
{
    private readonly ReadOnlySpan<byte> _key = key;

    /// <summary>Reads it.</summary>
    public Telegram Read() => frame.ControlInformation == AuthenticationLayer.ControlInformation
        ? ReadAuthenticated()
        : ReadMessage(frame.ControlInformation, frame.UserData, null);

    private Telegram ReadAuthenticated()
    {
        var data = frame.UserData;
        var error = AuthenticationLayer.TryRead(data, out var layer, out var length);
        if (layer is { IsFragment: true })
        {
            error = TelegramErrorCode.Fragment;
        }

        return error == TelegramErrorCode.None
            ? ReadMessage(data.Span[length], data[(length + 1)..], layer)
            : new Telegram(frame, TelegramKind.UnsupportedCi, default, data, error) { Authentication = layer };
    }

    /// <summary>The structures of older editions know no authentication: behind a layer, which would go unchecked, they are not read.</summary>
    private Telegram ReadMessage(byte controlInformation, ReadOnlyMemory<byte> data, AuthenticationLayer? layer) => controlInformation switch
    {
        0x72 => WithHeader(TelegramKind.Variable, TelegramHeaderKind.Long, data, layer),
        0x7A => WithHeader(TelegramKind.Variable, TelegramHeaderKind.Short, data, layer),
        0x78 => WithHeader(TelegramKind.Variable, TelegramHeaderKind.None, data, layer),
        0x76 when layer is null => VariableMostSignificantFirst(data),
        0x73 when data.Length > FixedData.Length => WithHeader(TelegramKind.CompactFrame, TelegramHeaderKind.Long, data, layer),
        0x73 when layer is null => Fixed(data, mostSignificantFirst: false),
        0x77 when layer is null => Fixed(data, mostSignificantFirst: true),
        0x79 => WithHeader(TelegramKind.CompactFrame, TelegramHeaderKind.None, data, layer),
        0x7B => WithHeader(TelegramKind.CompactFrame, TelegramHeaderKind.Short, data, layer),
        0x70 => WithHeader(TelegramKind.ApplicationError, TelegramHeaderKind.None, data, layer),
        0x6E => WithHeader(TelegramKind.ApplicationError, TelegramHeaderKind.Short, data, layer),
        0x6F => WithHeader(TelegramKind.ApplicationError, TelegramHeaderKind.Long, data, layer),
        0x71 => WithHeader(TelegramKind.Alarm, TelegramHeaderKind.None, data, layer),
        0x74 => WithHeader(TelegramKind.Alarm, TelegramHeaderKind.Short, data, layer),
        0x75 => WithHeader(TelegramKind.Alarm, TelegramHeaderKind.Long, data, layer),
        _ => new Telegram(frame, TelegramKind.UnsupportedCi, default, data) { Authentication = layer },
    };

    private Telegram WithHeader(TelegramKind kind, TelegramHeaderKind headerKind, ReadOnlyMemory<byte> data, AuthenticationLayer? layer)
    {
        if (!TelegramHeader.TryRead(headerKind, data.Span, layer is not null, out var header, out var length))
        {
            return new Telegram(frame, kind, default, default, TelegramErrorCode.ShortHeader) { Authentication = layer };
        }

        var part = data[length..];
        return layer is null && !IsEncrypted(kind, header) ? Clear(kind, header, part) : Secured(kind, header, part, layer);
    }

    /// <summary>Only records are encrypted: refusals and alarms copy the configuration field at most.</summary>
    private static bool IsEncrypted(TelegramKind kind, in TelegramHeader header) =>
        header.Configuration.IsEncrypted && kind is TelegramKind.Variable or TelegramKind.CompactFrame;

    /// <summary>A telegram whose data can be read, or a compact frame whose data nobody can read.</summary>
    private Telegram Clear(TelegramKind kind, in TelegramHeader header, ReadOnlyMemory<byte> part) => new(frame, kind, header, part, kind switch
    {
        TelegramKind.CompactFrame when part.Length < CompactFrame.Overhead => TelegramErrorCode.ShortHeader,
        TelegramKind.CompactFrame => TelegramErrorCode.CompactFrame,
        _ => TelegramErrorCode.None,
    });

    /// <summary>First the authentication code, then the cipher.</summary>
    private Telegram Secured(TelegramKind kind, in TelegramHeader header, ReadOnlyMemory<byte> part, AuthenticationLayer? layer)
    {
        var identified = Identified(header);
        var hasMac = layer is { Mac.IsEmpty: false };
        var error = !hasMac || _key.IsEmpty ? TelegramErrorCode.None
            : identified is { } sender ? layer!.Verify(sender.Identification, Derivation(header, layer), _key)
            : TelegramErrorCode.MissingIdentity;
        if (error != TelegramErrorCode.None)
        {
            return new Telegram(frame, kind, header, part, error) { Authentication = layer };
        }

        var isClearDespite = false;
        if (IsEncrypted(kind, header))
        {
            error = Decrypt(header.Configuration.Mode, identified, layer?.MessageCounter, ref part);
            isClearDespite = (error == TelegramErrorCode.UnsupportedSecurityMode || (error == TelegramErrorCode.Encrypted && _key.IsEmpty)) && LooksClear(part.Span);
        }

        var telegram = error == TelegramErrorCode.None || isClearDespite ? Clear(kind, header, part) : new Telegram(frame, kind, header, part, error);
        return telegram with { Authentication = layer, IsAuthentic = hasMac && !_key.IsEmpty, ClearDespiteMode = isClearDespite };
    }

    private TelegramErrorCode Decrypt(int mode, TelegramHeader? identified, uint? messageCounter, ref ReadOnlyMemory<byte> part)
    {
        if (mode is not (5 or 7))
        {
            return TelegramErrorCode.UnsupportedSecurityMode;
        }

        if (_key.IsEmpty)
        {
            return TelegramErrorCode.Encrypted;
        }

        if (identified is not { } header)
        {
            return TelegramErrorCode.MissingIdentity;
        }

        byte[] plain = [];
        var error = mode == 7 ? Mode7.TryDecrypt(header, messageCounter, part.Span, _key, out plain)
            : Mode5.TryDecrypt(header, part.Span, _key, out plain) ? TelegramErrorCode.None
            : TelegramErrorCode.Encrypted;
        part = error == TelegramErrorCode.None ? plain : part;
        return error;
    }

    /// <summary>The header with the meter's identity, from itself or from who the meter is known to be; null when nobody says it.</summary>
    private TelegramHeader? Identified(in TelegramHeader header) =>
        header.Kind == TelegramHeaderKind.Long ? header
        : meter is { IsComplete: true } known ? header with
        {
            Kind = TelegramHeaderKind.Long,
            Identification = known.Identification,
            Manufacturer = known.Manufacturer,
            Version = known.Version,
            Medium = known.Medium,
        }
        : null;

    /// <summary>In mode 7 the header says how keys are derived, in others the layer's key information.</summary>
    private static KeyDerivationFunction Derivation(in TelegramHeader header, AuthenticationLayer layer) =>
        header.ConfigurationExtension is null && layer.KeyInformation is { } information
            ? (KeyDerivationFunction)((information >> 4) & 3)
            : header.KeyDerivation;

    /// <summary>
    /// Whether the data begin with the two fillers of a plain text, or with the meter's clock (04 6D) and a possible time, as radio
    /// converters send it that copy the field; of cipher texts fewer than one in a million begins so. Whole records to the last byte
    /// are no proof: short cipher texts often parse.
    /// </summary>
    private static bool LooksClear(ReadOnlySpan<byte> part) =>
        CbcBlocks.StartsClear(part) || (part is [0x04, 0x6D, _, _, _, _, ..] && MBusTime.Read(part[2..6]).IsValid);

    private Telegram VariableMostSignificantFirst(ReadOnlyMemory<byte> data)
    {
        if (data.Length < TelegramHeader.LongLength)
        {
            return new Telegram(frame, TelegramKind.Variable, default, default, TelegramErrorCode.ShortHeader) { IsMostSignificantFirst = true };
        }

        var header = TelegramHeader.Read(TelegramHeaderKind.Long, MostSignificantFirst.TurnHeader(data.Span[..TelegramHeader.LongLength]));
        var part = MostSignificantFirst.TurnRecords(data[TelegramHeader.LongLength..]);
        return new Telegram(frame, TelegramKind.Variable, header, part) { IsMostSignificantFirst = true };
    }

    private Telegram Fixed(ReadOnlyMemory<byte> data, bool mostSignificantFirst)
    {
        if (data.Length != FixedData.Length)
        {
            return new Telegram(frame, TelegramKind.Fixed, default, data, TelegramErrorCode.Length) { IsMostSignificantFirst = mostSignificantFirst };
        }

        var ordered = mostSignificantFirst ? MostSignificantFirst.TurnFixed(data.Span) : data;
        return new Telegram(frame, TelegramKind.Fixed, FixedData.ReadHeader(ordered.Span), ordered) { IsMostSignificantFirst = mostSignificantFirst };
    }
}
