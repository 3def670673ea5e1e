using System.Buffers.Binary;

namespace MBus.Security;

/// <summary>
/// The keys of one message of a meter (EN 13757-7, 9.6.1, key derivation function A):
/// <code>
/// key = AES-CMAC(K, constant(1) | message counter(4, least significant first) | identification(4, as in the header) | 07 x 7)
/// constant 00 the meter encrypts, 01 the meter authenticates
/// </code>
/// </summary>
internal static class KeyDerivation
{
    private const byte Filling = 0x07;

    /// <summary>Kenc: what the meter encrypts this message with.</summary>
    public static byte[] Encryption(ReadOnlySpan<byte> key, uint messageCounter, uint identification) =>
        Derive(key, 0x00, messageCounter, identification);

    /// <summary>Kmac: what the meter authenticates this message with.</summary>
    public static byte[] Authentication(ReadOnlySpan<byte> key, uint messageCounter, uint identification) =>
        Derive(key, 0x01, messageCounter, identification);

    private static byte[] Derive(ReadOnlySpan<byte> key, byte constant, uint messageCounter, uint identification)
    {
        Span<byte> input = stackalloc byte[Cmac.Length];
        input.Fill(Filling);
        input[0] = constant;
        BinaryPrimitives.WriteUInt32LittleEndian(input[1..], messageCounter);
        BinaryPrimitives.WriteUInt32LittleEndian(input[5..], identification);
        return Cmac.Compute(key, input);
    }
}
