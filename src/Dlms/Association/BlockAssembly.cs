using System.Buffers;
using Cosem;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>What a client sends in blocks, put together: numbers from 1 without a gap, up to a length.</summary>
internal sealed class BlockAssembly
{
    private readonly ArrayBufferWriter<byte> _octets = new();
    private readonly int _maxLength;

    /// <summary>Nothing yet.</summary>
    /// <param name="maxLength">The longest there may be, in octets.</param>
    /// <param name="protection">The protection of the first block.</param>
    public BlockAssembly(int maxLength, SecurityPolicy protection)
    {
        _maxLength = maxLength;
        Protection = protection;
    }

    /// <summary>The protection that every block had.</summary>
    public SecurityPolicy Protection { get; private set; }

    /// <summary>The number of the block received last; 0 before the first.</summary>
    public uint BlockNumber { get; private set; }

    /// <summary>What came so far.</summary>
    public ReadOnlyMemory<byte> Octets => _octets.WrittenMemory;

    /// <summary>Takes a block; success, data-block-number-invalid, or long-set-aborted when it grows too long.</summary>
    public DataAccessResult Add(DataBlock block, SecurityPolicy protection)
    {
        if (block.BlockNumber != BlockNumber + 1)
        {
            return DataAccessResult.DataBlockNumberInvalid;
        }

        if (_octets.WrittenCount + block.RawData.Length > _maxLength)
        {
            return DataAccessResult.LongSetAborted;
        }

        _octets.Write(block.RawData.Span);
        BlockNumber = block.BlockNumber;
        Protection &= protection;
        return DataAccessResult.Success;
    }
}
