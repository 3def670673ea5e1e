using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;

namespace Dlms.Wrapper;

/// <summary>
/// A wrapper protocol data unit (IEC 62056-4-7).
/// <code>
/// version(2) source wPort(2) destination wPort(2) length(2) APDU(length)
/// 0001       0010            0001                 0003      C00181
/// </code>
/// </summary>
/// <param name="Source">The SAP of the sender.</param>
/// <param name="Destination">The SAP of the receiver.</param>
/// <param name="Apdu">The APDU, 1 to 65,535 octets.</param>
public readonly record struct WrapperFrame(ushort Source, ushort Destination, ReadOnlySequence<byte> Apdu)
{
    /// <summary>Octets before the APDU.</summary>
    public const int HeaderLength = 8;

    /// <summary>The longest APDU, in octets: the length is a 16-bit number.</summary>
    public const int MaxApduLength = ushort.MaxValue;

    private const ushort Version = 1;

    /// <summary>Reads a frame and moves <paramref name="buffer"/> on; false, and nothing moved, when it has not yet arrived whole.</summary>
    /// <exception cref="WrapperException">The version is not 1, or the length is 0.</exception>
    public static bool TryRead(ref ReadOnlySequence<byte> buffer, out WrapperFrame frame)
    {
        frame = default;
        if (buffer.Length < HeaderLength)
        {
            return false;
        }

        Span<byte> header = stackalloc byte[HeaderLength];
        buffer.Slice(0, HeaderLength).CopyTo(header);
        var version = BinaryPrimitives.ReadUInt16BigEndian(header);
        var source = BinaryPrimitives.ReadUInt16BigEndian(header[2..]);
        var destination = BinaryPrimitives.ReadUInt16BigEndian(header[4..]);
        var length = BinaryPrimitives.ReadUInt16BigEndian(header[6..]);
        if (version != Version)
        {
            throw new WrapperException(string.Create(CultureInfo.InvariantCulture, $"Wrapper version {version:X4} is not 0001."));
        }

        if (length == 0)
        {
            throw new WrapperException("The wrapper frame has no APDU.");
        }

        if (buffer.Length < HeaderLength + length)
        {
            return false;
        }

        frame = new(source, destination, buffer.Slice(HeaderLength, length));
        buffer = buffer.Slice(frame.Apdu.End);
        return true;
    }

    /// <summary>Writes a frame.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The APDU is empty or longer than 65,535 octets.</exception>
    public static void Write(IBufferWriter<byte> output, ushort source, ushort destination, ReadOnlySpan<byte> apdu)
    {
        ArgumentOutOfRangeException.ThrowIfZero(apdu.Length, nameof(apdu));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(apdu.Length, MaxApduLength, nameof(apdu));
        var span = output.GetSpan(HeaderLength + apdu.Length);
        BinaryPrimitives.WriteUInt16BigEndian(span, Version);
        BinaryPrimitives.WriteUInt16BigEndian(span[2..], source);
        BinaryPrimitives.WriteUInt16BigEndian(span[4..], destination);
        BinaryPrimitives.WriteUInt16BigEndian(span[6..], (ushort)apdu.Length);
        apdu.CopyTo(span[HeaderLength..]);
        output.Advance(HeaderLength + apdu.Length);
    }
}
