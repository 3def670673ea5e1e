namespace MBus.Application;

/// <summary>
/// Walks the variable part of a telegram record by record, without allocating. What stands before a fault is given; the fault
/// and what ends the records are known after the walk.
/// </summary>
public struct DataRecords
{
    private const byte ManufacturerDif = 0x0F;
    private const byte MoreFollowDif = 0x1F;
    private const byte FillerDif = 0x2F;

    private readonly ReadOnlyMemory<byte> _part;
    private readonly bool _isFixed;
    private int _offset;
    private DataRecord _current;

    internal DataRecords(ReadOnlyMemory<byte> part, TelegramError error = default, bool isFixed = false)
    {
        _part = part;
        _isFixed = isFixed;
        Error = error;
    }

    /// <summary>The record that the last <see cref="MoveNext"/> reached.</summary>
    public readonly DataRecord Current => _current;

    /// <summary>What stopped the walk before the end; code None when nothing did.</summary>
    public TelegramError Error { get; private set; }

    /// <summary>The maker's bytes after DIF 0Fh or 1Fh; null when there is no such DIF.</summary>
    public ReadOnlyMemory<byte>? ManufacturerData { get; private set; }

    /// <summary>DIF 1Fh was met: the meter has more telegrams.</summary>
    public readonly bool MoreTelegramsFollow => ManufacturerData is not null && _moreFollow;

    private bool _moreFollow;

    /// <summary>Goes to the next record; false at the end or at a fault.</summary>
    public bool MoveNext()
    {
        if (Error.Code != TelegramErrorCode.None)
        {
            return false;
        }

        if (_isFixed)
        {
            if (_offset == FixedData.Counters)
            {
                return false;
            }

            _current = FixedData.Read(_part, _offset++);
            return true;
        }

        var span = _part.Span;
        while (_offset < span.Length && span[_offset] == FillerDif)
        {
            _offset++;
        }

        if (_offset >= span.Length)
        {
            return false;
        }

        var dif = span[_offset];
        if ((dif & 0x0F) == (byte)DataField.Special)
        {
            EndAt(dif);
            return false;
        }

        var code = DataRecord.Read(_offset, _part[_offset..], out _current);
        if (code != TelegramErrorCode.None)
        {
            Error = new TelegramError(code, _offset);
            return false;
        }

        _offset += _current.Bytes.Length;
        return true;
    }

    /// <summary>Lets <c>foreach</c> walk a copy.</summary>
    public readonly DataRecords GetEnumerator() => this;

    /// <summary>A special DIF ends the records.</summary>
    private void EndAt(byte dif)
    {
        if (dif is ManufacturerDif or MoreFollowDif)
        {
            ManufacturerData = _part[(_offset + 1)..];
            _moreFollow = dif == MoreFollowDif;
            _offset = _part.Length;
        }
        else
        {
            Error = new TelegramError(TelegramErrorCode.ReservedDif, _offset);
        }
    }
}
