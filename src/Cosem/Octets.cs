using System.Text;

namespace Cosem;

/// <summary>Octets that are equal when their contents are; whoever makes one from an array no longer writes to that array.</summary>
/// <param name="memory">The contents.</param>
public readonly struct Octets(ReadOnlyMemory<byte> memory) : IEquatable<Octets>
{
    /// <summary>The contents.</summary>
    public ReadOnlyMemory<byte> Memory { get; } = memory;

    /// <summary>The contents.</summary>
    public ReadOnlySpan<byte> Span => Memory.Span;

    /// <summary>The number of octets.</summary>
    public int Length => Memory.Length;

    /// <summary>The octets of a text of ASCII characters.</summary>
    public static Octets FromAscii(string text) => Encoding.ASCII.GetBytes(text);

    /// <summary>Takes the array over.</summary>
    public static implicit operator Octets(byte[] octets) => new(octets);

    /// <summary>Takes the memory over.</summary>
    public static implicit operator Octets(ReadOnlyMemory<byte> octets) => new(octets);

    /// <summary>Whether the contents are equal.</summary>
    public static bool operator ==(Octets left, Octets right) => left.Equals(right);

    /// <summary>Whether the contents differ.</summary>
    public static bool operator !=(Octets left, Octets right) => !left.Equals(right);

    /// <inheritdoc />
    public bool Equals(Octets other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc />
    public override bool Equals(object? obj) => obj is Octets other && Equals(other);

    /// <inheritdoc />
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.AddBytes(Span);
        return hash.ToHashCode();
    }

    /// <summary>The octets as hexadecimal digits.</summary>
    public override string ToString() => Convert.ToHexString(Span);
}
