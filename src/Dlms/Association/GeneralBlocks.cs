using System.Buffers;
using Dlms.Connection;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>
/// General block transfer at the server (IEC 62056-5-3): puts an APDU together that comes in blocks, and gives the answer in blocks, a window at
/// a time. The answer is held whole until it is acknowledged, since any of its blocks can be asked for again.
/// </summary>
internal sealed class GeneralBlocks(DlmsLimits limits)
{
    /// <summary>Blocks that may be on their way without being acknowledged, in either direction.</summary>
    private const byte Window = 16;

    // E0 block-control(1) block-number(2) block-number-ack(2)
    private const int HeaderLength = 6;

    private readonly ArrayBufferWriter<byte> _request = new();
    private ushort _received;
    private bool _isComplete;
    private byte[]? _answer;
    private int _blockSize;
    private int _next;
    private int _windowEnd;

    /// <summary>The APDU that was put together.</summary>
    public ReadOnlyMemory<byte> Request => _request.WrittenMemory;

    private int LastBlock => (_answer!.Length + _blockSize - 1) / _blockSize;

    /// <summary>The longest answer that fits into as many blocks as can be numbered, in octets.</summary>
    public int MaxAnswerLength(int maxPduSize) => (int)Math.Min(limits.MaxGeneralBlocksLength, (long)ushort.MaxValue * BlockSize(maxPduSize));

    /// <summary>Takes a block.</summary>
    /// <exception cref="ApduException">Its number is beyond the window, or the APDU grows too long; the transfer has ended.</exception>
    public GeneralBlocksStep Take(GeneralBlockTransfer block)
    {
        if (_answer is not null && block.BlockData.Length == 0)
        {
            return Acknowledged(block);
        }

        _answer = null;
        if (block.BlockData.Length == 0 && block.BlockNumber <= _received && !_isComplete)
        {
            return GeneralBlocksStep.Acknowledge; // it brings nothing: some clients acknowledge an acknowledgement
        }

        if (_isComplete || block.BlockNumber == 1)
        {
            Reset(); // another APDU begins
        }

        if (block.BlockNumber == 0 || block.BlockNumber > _received + Window || _request.WrittenCount + block.BlockData.Length > limits.MaxReceivedValueLength)
        {
            Reset();
            throw ApduException.Malformed($"General block {block.BlockNumber} is beyond what can be taken.");
        }

        if (block.BlockNumber == _received + 1) // else one was lost before it, or it came already
        {
            _request.Write(block.BlockData.Span);
            _received++;
            _isComplete = block.Control.LastBlock;
        }

        (_next, _windowEnd) = (1, WindowOf(block));
        return _isComplete ? GeneralBlocksStep.Complete
            : block.Control.Streaming ? GeneralBlocksStep.Wait
            : GeneralBlocksStep.Acknowledge;
    }

    /// <summary>Acknowledges the blocks that came without a gap, and asks for the next.</summary>
    public void WriteAcknowledgement(IBufferWriter<byte> output) => new GeneralBlockTransfer(new(lastBlock: false, streaming: false, Window), 1, _received, default).Write(output);

    /// <summary>Begins the answer to the APDU that was put together.</summary>
    public void Answer(ReadOnlySpan<byte> apdu, int maxPduSize)
    {
        _answer = apdu.ToArray();
        _blockSize = BlockSize(maxPduSize);
        _request.Clear();
    }

    /// <summary>Writes the next block of the window; false at its end.</summary>
    public bool TryWriteNext(IBufferWriter<byte> output)
    {
        if (_answer is not { } answer || _next > Math.Min(LastBlock, _windowEnd))
        {
            return false;
        }

        var start = (_next - 1) * _blockSize;
        ReadOnlyMemory<byte> data = answer.AsMemory(start, Math.Min(_blockSize, answer.Length - start));
        var isLast = _next == LastBlock;
        new GeneralBlockTransfer(new(isLast, !isLast && _next < _windowEnd, Window), (ushort)_next, _received, data).Write(output);
        _next++;
        return true;
    }

    /// <summary>Forgets what is on its way.</summary>
    public void Reset()
    {
        _request.Clear();
        (_received, _isComplete, _answer) = (0, false, null);
    }

    /// <summary>The client has what came without a gap up to a number, and gets what follows.</summary>
    private GeneralBlocksStep Acknowledged(GeneralBlockTransfer block)
    {
        if (block.BlockNumberAck >= _next)
        {
            Reset();
            throw ApduException.Malformed($"General block {block.BlockNumberAck} is acknowledged, and {_next - 1} was the last sent.");
        }

        if (block.BlockNumberAck == LastBlock)
        {
            Reset();
            return GeneralBlocksStep.Wait;
        }

        _received = block.BlockNumber;
        (_next, _windowEnd) = (block.BlockNumberAck + 1, block.BlockNumberAck + WindowOf(block));
        return GeneralBlocksStep.Send;
    }

    private static int WindowOf(GeneralBlockTransfer block) => Math.Clamp(block.Control.Window, 1, Window);

    /// <summary>Octets in a block: what is left of the longest APDU after the header and the length.</summary>
    private static int BlockSize(int maxPduSize) => GetService.ContentsIn(maxPduSize - HeaderLength);
}
