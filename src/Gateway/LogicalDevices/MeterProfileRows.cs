using System.Runtime.CompilerServices;
using Cosem;
using Cosem.InterfaceClasses;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>The rows of a profile that a head-end selected: fetched a chunk at a time on the thread pool, mapped as they are sent.</summary>
internal sealed class MeterProfileRows(MeterProfile profile, ProfileRange range) : IProfileRows
{
    /// <inheritdoc />
    public int Count => range.Count;

    /// <inheritdoc />
    public async IAsyncEnumerable<IReadOnlyList<CosemData>> ReadAsync(
        int first, int count, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var chunks = profile.Readings.Chunks(range, first, count).GetEnumerator();
        while (await Task.Run(chunks.MoveNext, cancellationToken))
        {
            foreach (var row in chunks.Current)
            {
                if (!profile.TryMap(row, out var mapped, out var finer))
                {
                    await Task.Run(() => LearnRest(chunks, cancellationToken), cancellationToken);
                    throw new FinerScalerException(finer);
                }

                yield return profile.EntryOf(mapped);
            }
        }
    }

    /// <summary>Looks for finer scalers in what is not sent any more, so that the same question asked again is answered and does not end at the next one.</summary>
    private void LearnRest(IEnumerator<IReadOnlyList<MarkedReadout>> chunks, CancellationToken cancellationToken)
    {
        do
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var row in chunks.Current)
            {
                profile.TryMap(row, out _, out _);
            }
        }
        while (chunks.MoveNext());
    }
}
