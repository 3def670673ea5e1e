using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Cosem.InterfaceClasses;

namespace Cosem.Tests;

/// <summary>A profile of rows that a test holds, and how many of them were fetched.</summary>
internal sealed class InMemoryProfile(TimeZoneInfo zone, params ImmutableArray<(DateTimeOffset Time, CosemData[] Values)> rows) : IProfileSource
{
    private readonly TimeZoneInfo _zone = zone;

    public uint ProfileEntries => 100;

    public int Fetched { get; private set; }

    public ValueTask<IProfileRows> SelectAsync(DateTimeOffset? from, DateTimeOffset? to, CancellationToken cancellationToken) =>
        new(new Rows(this, [.. rows.Where(row => !(row.Time < from) && !(row.Time > to))]));

    private sealed class Rows(InMemoryProfile profile, ImmutableArray<(DateTimeOffset Time, CosemData[] Values)> selected) : IProfileRows
    {
        public int Count => selected.Length;

        public IAsyncEnumerable<IReadOnlyList<CosemData>> ReadAsync(int first, int count, IReadOnlyList<int>? columns, CancellationToken cancellationToken = default)
        {
            Assert.InRange(first, 0, Count);
            Assert.InRange(count, 1, Count - first);
            return Fetch(first, count, cancellationToken).Select(row => columns is null ? row : [.. columns.Select(column => row[column])]);
        }

        private async IAsyncEnumerable<IReadOnlyList<CosemData>> Fetch(
            int first, int count, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (var (time, values) in selected.Skip(first).Take(count))
            {
                await Task.Yield();
                cancellationToken.ThrowIfCancellationRequested();
                profile.Fetched++;
                yield return [new CosemData.OctetString(CosemDateTime.FromMoment(time, profile._zone).ToOctets()), .. values];
            }
        }
    }
}
