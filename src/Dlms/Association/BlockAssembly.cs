using System.Buffers;
using Cosem;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>A SET or ACTION on its way in blocks, put together: numbers from 1 without a gap, up to a length.</summary>
/// <typeparam name="TDescriptor">An attribute or a method descriptor.</typeparam>
internal sealed class BlockAssembly<TDescriptor>
{
    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly int _maxLength;
    private uint _blockNumber;

    /// <summary>Nothing yet.</summary>
    /// <param name="descriptors">What the values are for.</param>
    /// <param name="isList">Whether the request is one with a list, and its answer too.</param>
    /// <param name="maxLength">The longest there may be, in octets.</param>
    /// <param name="borneProtection">The protection of the first block.</param>
    public BlockAssembly(IReadOnlyList<TDescriptor> descriptors, bool isList, int maxLength, SecurityPolicy borneProtection)
    {
        (Descriptors, IsList, _maxLength, BorneProtection) = (descriptors, isList, maxLength, borneProtection);
    }

    /// <summary>What the values are for.</summary>
    public IReadOnlyList<TDescriptor> Descriptors { get; }

    /// <summary>Whether the request is one with a list, and its answer too.</summary>
    public bool IsList { get; }

    /// <summary>The protection that every block bore.</summary>
    public SecurityPolicy BorneProtection { get; private set; }

    /// <summary>One value for each descriptor, once the last block was taken.</summary>
    public IReadOnlyList<CosemData> Values { get; private set; } = [];

    /// <summary>
    /// Takes a block; success, data-block-number-invalid, long-set-aborted when it grows too long, or read-write-denied when the last block ends what
    /// cannot be read.
    /// </summary>
    public DataAccessResult Add(DataBlock block, SecurityPolicy borneProtection)
    {
        if (block.BlockNumber != _blockNumber + 1)
        {
            return DataAccessResult.DataBlockNumberInvalid;
        }

        if (_octets.WrittenCount + block.RawData.Length > _maxLength)
        {
            return DataAccessResult.LongSetAborted;
        }

        _octets.Write(block.RawData.Span);
        _blockNumber = block.BlockNumber;
        BorneProtection &= borneProtection;
        return !block.LastBlock || TryReadValues() ? DataAccessResult.Success : DataAccessResult.ReadWriteDenied;
    }

    private bool TryReadValues()
    {
        try
        {
            Values = IsList ? DataBlock.ReadListOfData(_octets.WrittenSpan, Descriptors.Count) : [DataBlock.ReadData(_octets.WrittenSpan)];
            return true;
        }
        catch (ApduException)
        {
            return false;
        }
    }
}
