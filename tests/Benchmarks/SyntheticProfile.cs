using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Cosem;
using Cosem.InterfaceClasses;

namespace Benchmarks;

/// <summary>
/// A profile of 8 columns whose rows are computed when they are fetched: clock, status, and six registers of 32 bits, every 15 minutes from
/// 2020 on.
/// </summary>
/// <param name="count">The number of rows.</param>
internal sealed class SyntheticProfile(int count) : IProfileSource
{
    private const int Registers = 6;

    private static readonly TimeSpan Period = TimeSpan.FromMinutes(15);
    private static readonly DateTimeOffset First = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>The logical name: load profile 1 of electricity.</summary>
    public static LogicalName Name { get; } = new(1, 0, 99, 1, 0, 255);

    /// <inheritdoc />
    public uint ProfileEntries => (uint)count;

    /// <summary>The profile as an object.</summary>
    public static ProfileGeneric Create(int count) => new(Name, Columns(), Period, TimeZoneInfo.Utc, new SyntheticProfile(count));

    /// <inheritdoc />
    public ValueTask<IProfileRows> SelectAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken)
    {
        var first = from is { } begin ? Math.Clamp((int)Math.Ceiling((begin - First) / Period), 0, count) : 0;
        var end = to is { } last ? Math.Clamp((int)Math.Floor((last - First) / Period) + 1, first, count) : count;
        return new(new Rows(first, end - first));
    }

    private static ImmutableArray<CaptureObject> Columns() =>
    [
        new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0),
        new(ClassId.Data, new(0, 0, 96, 10, 1, 255), 2, 0),
        .. Enumerable.Range(1, Registers).Select(quantity => new CaptureObject(ClassId.Register, new(1, 0, (byte)quantity, 8, 0, 255), 2, 0)),
    ];

    private static CosemData[] Row(int index)
    {
        var row = new CosemData[2 + Registers];
        row[0] = new CosemData.OctetString(CosemDateTime.FromMoment(First + (Period * index), TimeZoneInfo.Utc).ToOctets());
        row[1] = new CosemData.Unsigned(0);
        for (var i = 0; i < Registers; i++)
        {
            row[2 + i] = new CosemData.DoubleLongUnsigned((uint)((index * 10) + i));
        }

        return row;
    }

    private sealed class Rows(int offset, int count) : IProfileRows
    {
        /// <inheritdoc />
        public int Count => count;

        /// <inheritdoc />
        public async IAsyncEnumerable<IReadOnlyList<CosemData>> ReadAsync(
            int first, int count, IReadOnlyList<int>? columns, [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            await Task.CompletedTask;
            for (var i = 0; i < count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var row = Row(offset + first + i);
                yield return columns is null ? row : [.. columns.Select(column => row[column])];
            }
        }
    }
}
