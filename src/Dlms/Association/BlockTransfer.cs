using System.Buffers;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// A value on its way in blocks. It is encoded piece by piece and only as far as the next block needs, so that a long array is never held whole.
/// </summary>
internal sealed class BlockTransfer : IAsyncDisposable
{
    private readonly ArrayBufferWriter<byte> _encoded = new();
    private readonly IAsyncEnumerator<bool> _pieces;
    private int _taken;

    /// <summary>A transfer.</summary>
    /// <param name="encode">Writes a piece each time it is moved on.</param>
    /// <param name="channel">The selected logical device; the transfer ends when another one is selected.</param>
    /// <param name="attribute">The attribute whose value it is; null: a list.</param>
    /// <param name="cancellationToken">Ends the wait for a piece.</param>
    public BlockTransfer(
        Func<IBufferWriter<byte>, IAsyncEnumerable<bool>> encode, ushort channel, AttributeDescriptor? attribute, CancellationToken cancellationToken)
    {
        _pieces = encode(_encoded).GetAsyncEnumerator(cancellationToken);
        Channel = channel;
        Attribute = attribute;
        CancellationToken = cancellationToken;
    }

    /// <summary>The attribute whose value it is; null: a list.</summary>
    public AttributeDescriptor? Attribute { get; }

    /// <summary>Ends the wait for a piece.</summary>
    public CancellationToken CancellationToken { get; }

    /// <summary>The selected logical device when the transfer began.</summary>
    public ushort Channel { get; }

    /// <summary>The number of the block sent last; 0 before the first.</summary>
    public uint BlockNumber { get; private set; }

    /// <summary>Whether everything is encoded.</summary>
    public bool IsEncoded { get; private set; }

    /// <summary>Octets encoded and not yet taken.</summary>
    public int Available => _encoded.WrittenCount - _taken;

    /// <summary>What is encoded and not yet taken.</summary>
    public ReadOnlySpan<byte> Encoded => _encoded.WrittenSpan[_taken..];

    /// <summary>Encodes until so many octets are available, or all there are.</summary>
    public async ValueTask EncodeAsync(int octets)
    {
        Compact();
        while (!IsEncoded && Available < octets)
        {
            IsEncoded = !await _pieces.MoveNextAsync();
        }
    }

    /// <summary>Takes the contents of the next block; they are valid until the next call.</summary>
    public ReadOnlyMemory<byte> TakeBlock(int octets)
    {
        var block = _encoded.WrittenMemory.Slice(_taken, Math.Min(octets, Available));
        _taken += block.Length;
        BlockNumber++;
        return block;
    }

    /// <summary>Ends the source.</summary>
    public ValueTask DisposeAsync() => _pieces.DisposeAsync();

    /// <summary>Moves the rest to the front, but not before half is taken, so that a long piece in short blocks is not moved over and over.</summary>
    private void Compact()
    {
        if (_taken * 2 < _encoded.WrittenCount)
        {
            return;
        }

        var rest = _encoded.WrittenMemory[_taken..];
        _encoded.ResetWrittenCount();
        _encoded.Write(rest.Span);
        _taken = 0;
    }
}
