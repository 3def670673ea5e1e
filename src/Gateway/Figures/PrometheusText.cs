using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Gateway.Figures;

/// <summary>Writes figures as Prometheus reads them (text format 0.0.4), straight into the answer: a scrape makes no texts.</summary>
internal sealed class PrometheusText(IBufferWriter<byte> output) : IFigureSink
{
    /// <summary>What it is as the type of an answer.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    /// <summary>A double and a long in digits are shorter.</summary>
    private const int LongestNumber = 32;

    private FigureGroup? _group;
    private Figure? _figure;
    private IReadOnlyList<string> _row = [];

    /// <inheritdoc />
    public void Begin(FigureGroup group, Figure figure)
    {
        (_group, _figure) = (group, figure);
        Write("# HELP "u8);
        Write(figure.Name);
        Write(" "u8);
        WriteEscaped(figure.Help, isLabel: false);
        Write("\n# TYPE "u8);
        Write(figure.Name);
        Write(figure.Kind switch { FigureKind.Counter => " counter\n"u8, FigureKind.Gauge => " gauge\n"u8, _ => " histogram\n"u8 });
    }

    /// <inheritdoc />
    public void Row(IReadOnlyList<string> labels) => _row = labels;

    /// <inheritdoc />
    public void Add(FigureSeries series)
    {
        BeginLine(""u8, series.Labels, bound: null);
        Write(series.Value);
        Write("\n"u8);
    }

    /// <inheritdoc />
    public void Add(FigureHistogram histogram)
    {
        var below = 0L;
        for (var step = 0; step < histogram.Steps.Count; step++)
        {
            below += histogram.Steps[step];
            BeginLine("_bucket"u8, [], step < FigureHistogram.Bounds.Count ? FigureHistogram.Bounds[step] : double.PositiveInfinity);
            Write(below);
            Write("\n"u8);
        }

        BeginLine("_sum"u8, [], bound: null);
        Write(histogram.Sum);
        Write("\n"u8);
        BeginLine("_count"u8, [], bound: null);
        Write(histogram.Count);
        Write("\n"u8);
    }

    private void BeginLine(ReadOnlySpan<byte> suffix, IReadOnlyList<string> labels, double? bound)
    {
        Write(_figure!.Name);
        Write(suffix);
        var count = 0;
        WriteLabels(_group!.Labels, _row, ref count);
        WriteLabels(_figure.Splits, labels, ref count);
        if (bound is { } le)
        {
            Write(count++ == 0 ? "{le=\""u8 : ",le=\""u8);
            Write(le);
            Write("\""u8);
        }

        Write(count == 0 ? " "u8 : "} "u8);
    }

    private void WriteLabels(IReadOnlyList<string> names, IReadOnlyList<string> values, ref int count)
    {
        for (var label = 0; label < names.Count; label++)
        {
            Write(count++ == 0 ? "{"u8 : ","u8);
            Write(names[label]);
            Write("=\""u8);
            WriteEscaped(values[label], isLabel: true);
            Write("\""u8);
        }
    }

    private void Write(double value)
    {
        if (double.IsPositiveInfinity(value))
        {
            Write("+Inf"u8);
            return;
        }

        var number = output.GetSpan(LongestNumber);
        var isWritten = Utf8Formatter.TryFormat(value, number, out var length);
        output.Advance(isWritten ? length : 0);
    }

    private void Write(ReadOnlySpan<byte> text) => output.Write(text);

    private void Write(string text) => Encoding.UTF8.GetBytes(text, output);

    /// <summary>A backslash and the end of a line, and in a label the quotation mark, stand behind a backslash.</summary>
    private void WriteEscaped(string text, bool isLabel)
    {
        var left = text.AsSpan();
        for (var place = IndexOfEscaped(left, isLabel); place >= 0; place = IndexOfEscaped(left, isLabel))
        {
            Encoding.UTF8.GetBytes(left[..place], output);
            Write(left[place] switch { '\n' => "\\n"u8, '"' => "\\\""u8, _ => "\\\\"u8 });
            left = left[(place + 1)..];
        }

        Encoding.UTF8.GetBytes(left, output);
    }

    private static int IndexOfEscaped(ReadOnlySpan<char> text, bool isLabel) => isLabel ? text.IndexOfAny('\\', '\n', '"') : text.IndexOfAny('\\', '\n');
}
