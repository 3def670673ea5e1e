using System.Buffers;

namespace MBus.Application;

/// <summary>Writes data records, the mirror of <see cref="DataRecords"/>.</summary>
public static class DataRecordWriter
{
    /// <summary>Writes one record.</summary>
    /// <param name="output">The variable part so far.</param>
    /// <param name="dib">The data field must fit the value's type and length.</param>
    /// <param name="vib">VIF and VIFEs as sent, without text.</param>
    /// <param name="value">The data.</param>
    /// <param name="unitText">For VIF 7Ch and FCh: the unit in reading order.</param>
    /// <exception cref="ArgumentException">The data field has another length than the value.</exception>
    public static void Write(IBufferWriter<byte> output, Dib dib, ReadOnlySpan<byte> vib, in DataValue value, string? unitText = null)
    {
        if (dib.Field != DataField.Variable && value.Raw.Length != DataCoding.Length(dib.Field))
        {
            throw new ArgumentException($"{dib.Field} has {DataCoding.Length(dib.Field)} bytes, the value {value.Raw.Length}.", nameof(value));
        }

        Span<byte> block = stackalloc byte[1 + Dib.MaximumExtensions];
        output.Write(block[..dib.Write(block)]);
        if (unitText is null)
        {
            output.Write(vib);
        }
        else
        {
            var text = DataValue.OfText(unitText).Raw.Span;
            output.Write(vib[..1]);
            output.Write([(byte)text.Length]);
            output.Write(text);
            output.Write(vib[1..]);
        }

        if (dib.Field == DataField.Variable)
        {
            output.Write([DataCoding.Lvar(value)]);
        }

        output.Write(value.Raw.Span);
    }
}
