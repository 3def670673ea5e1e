using System.Buffers.Binary;
using System.Security.Cryptography;
using MBus.Application;

namespace MBus.Security;

/// <summary>
/// The authentication and fragmentation sublayer, AFL (EN 13757-7, 6), which stands between CI 90h and the CI field of the message:
/// <code>
/// length(1) fragmentation control(2) [message control(1)] [key information(2)] [message counter(4)] [MAC] [message length(2)]
///        0F 002C 25 2A000000 0102030405060708       25h: a counter and 8 bytes of AES-CMAC; counter 42
/// fragmentation control  bit 14 more fragments, 13 message control, 12 message length, 11 counter, 10 MAC, 9 key information
///                        follow; bits 7-0 number of the fragment
/// message control        bit 6 message length, 5 counter, 4 key information in the message; bits 3-0 authentication type
/// MAC = AES-CMAC(Kmac, message control | key information | counter | message length | the message from its CI field on)
/// </code>
/// </summary>
public sealed class AuthenticationLayer
{
    /// <summary>The CI field before it.</summary>
    public const byte ControlInformation = 0x90;

    private const int MoreFragmentsBit = 0x4000;
    private const int MessageControlBit = 0x2000;
    private const int MessageLengthBit = 0x1000;
    private const int CounterBit = 0x0800;
    private const int MacBit = 0x0400;
    private const int KeyInformationBit = 0x0200;
    private const int FirstCmac = 3;
    private const int LastCmac = 7;
    private const byte CounterAndCmac8 = 0x25;

    /// <summary>Bytes of the MAC for each authentication type; types 8 and 9 are AES-GMAC; -1 for the reserved ones.</summary>
    private static readonly sbyte[] MacLengths = [0, -1, -1, 2, 4, 8, 12, 16, 12, 16, -1, -1, -1, -1, -1, -1];

    private ReadOnlyMemory<byte> _beforeMac;
    private ReadOnlyMemory<byte> _afterMac;
    private ReadOnlyMemory<byte> _message;

    /// <summary>Whether the message is longer than this telegram holds, or goes on in others.</summary>
    public bool IsFragment { get; private init; }

    /// <summary>The number of the fragment, from 1; 0 in a message that is not fragmented.</summary>
    public byte FragmentNumber { get; private init; }

    /// <summary>The authentication type: 0 none, 3-7 AES-CMAC of 2, 4, 8, 12, 16 bytes, 8 and 9 AES-GMAC.</summary>
    public byte AuthenticationType { get; private init; }

    /// <summary>Which key: bits 15-8 its version, bits 5-4 the key derivation, bits 3-0 its number; null when it is not said.</summary>
    public ushort? KeyInformation { get; private init; }

    /// <summary>The message counter, never the same twice; null when there is none.</summary>
    public uint? MessageCounter { get; private init; }

    /// <summary>The message authentication code as sent; empty when there is none.</summary>
    public ReadOnlyMemory<byte> Mac { get; private init; }

    /// <summary>Whether the code is one that can be checked.</summary>
    public bool IsCmac => AuthenticationType is >= FirstCmac and <= LastCmac;

    /// <summary>Reads the layer.</summary>
    /// <param name="data">From its length byte to the end of the telegram.</param>
    /// <param name="layer">The layer; null at an error.</param>
    /// <param name="length">How many bytes it has, its length byte counted.</param>
    internal static TelegramErrorCode TryRead(ReadOnlyMemory<byte> data, out AuthenticationLayer? layer, out int length)
    {
        layer = null;
        var span = data.Span;
        length = span.IsEmpty ? 0 : span[0] + 1;

        // A message follows, of one byte at the least: its CI field.
        if (length < 3 || length >= span.Length)
        {
            return TelegramErrorCode.AuthenticationLayerLength;
        }

        var fields = data[1..length];
        var control = BinaryPrimitives.ReadUInt16LittleEndian(fields.Span);
        var counterAt = 2 + Size(control, MessageControlBit, 1) + Size(control, KeyInformationBit, 2);
        var macAt = counterAt + Size(control, CounterBit, 4);
        var type = (control & MessageControlBit) != 0 && fields.Length > 2 ? fields.Span[2] & 0x0F : 0;
        var macLength = Size(control, MacBit, MacLengths[type]);
        if (macLength < 0)
        {
            return TelegramErrorCode.UnsupportedAuthentication;
        }

        var lengthAt = macAt + macLength;
        var message = span.Length - length;
        if (lengthAt + Size(control, MessageLengthBit, 2) != fields.Length)
        {
            return TelegramErrorCode.AuthenticationLayerLength;
        }

        var isFragment = (control & MoreFragmentsBit) != 0 || (byte)control > 1;
        if (lengthAt < fields.Length && !isFragment && BinaryPrimitives.ReadUInt16LittleEndian(fields.Span[lengthAt..]) != message)
        {
            return TelegramErrorCode.AuthenticationLayerLength;
        }

        layer = new AuthenticationLayer
        {
            IsFragment = isFragment,
            FragmentNumber = (byte)control,
            AuthenticationType = (byte)type,
            KeyInformation = (control & KeyInformationBit) != 0 ? BinaryPrimitives.ReadUInt16LittleEndian(fields.Span[(counterAt - 2)..]) : null,
            MessageCounter = (control & CounterBit) != 0 ? BinaryPrimitives.ReadUInt32LittleEndian(fields.Span[counterAt..]) : null,
            Mac = fields.Slice(macAt, macLength),
            _beforeMac = fields[2..macAt],
            _afterMac = fields[lengthAt..],
            _message = data[length..],
        };
        return TelegramErrorCode.None;
    }

    /// <summary>Checks the code; the time it takes does not tell where it differs.</summary>
    /// <param name="identification">The meter's.</param>
    /// <param name="derivation">How the key of the message is made.</param>
    /// <param name="key">The meter's key, 16 bytes.</param>
    /// <returns>Why the message is not to be trusted, or None.</returns>
    internal TelegramErrorCode Verify(uint identification, KeyDerivationFunction derivation, ReadOnlySpan<byte> key)
    {
        if (!IsCmac || derivation > KeyDerivationFunction.A)
        {
            return TelegramErrorCode.UnsupportedAuthentication;
        }

        if (key.Length != Cmac.Length)
        {
            return TelegramErrorCode.Authentication;
        }

        if (derivation == KeyDerivationFunction.A && MessageCounter is null)
        {
            return TelegramErrorCode.MissingMessageCounter;
        }

        var mac = derivation == KeyDerivationFunction.A ? KeyDerivation.Authentication(key, MessageCounter!.Value, identification) : key.ToArray();
        byte[] covered = [.. _beforeMac.Span, .. _afterMac.Span, .. _message.Span];
        return CryptographicOperations.FixedTimeEquals(Cmac.Compute(mac, covered).AsSpan(0, Mac.Length), Mac.Span)
            ? TelegramErrorCode.None
            : TelegramErrorCode.Authentication;
    }

    /// <summary>A layer with a message counter and eight bytes of AES-CMAC, and the message after it.</summary>
    /// <param name="message">From its CI field to its last byte.</param>
    /// <param name="identification">The meter's.</param>
    /// <param name="messageCounter">Never the same twice.</param>
    /// <param name="key">The meter's key, 16 bytes; the key of the message is derived with function A.</param>
    internal static byte[] Protect(ReadOnlySpan<byte> message, uint identification, uint messageCounter, ReadOnlySpan<byte> key)
    {
        const ushort Control = MessageControlBit | CounterBit | MacBit;
        Span<byte> covered = stackalloc byte[5];
        covered[0] = CounterAndCmac8;
        BinaryPrimitives.WriteUInt32LittleEndian(covered[1..], messageCounter);
        var mac = Cmac.Compute(KeyDerivation.Authentication(key, messageCounter, identification), [.. covered, .. message]);
        byte[] fields = [Control & 0xFF, Control >> 8, .. covered, .. mac.AsSpan(0, MacLengths[CounterAndCmac8 & 0x0F])];
        return [(byte)fields.Length, .. fields, .. message];
    }

    private static int Size(int control, int bit, int bytes) => (control & bit) != 0 ? bytes : 0;
}
