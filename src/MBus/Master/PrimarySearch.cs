using System.Runtime.CompilerServices;
using MBus.Link;

namespace MBus.Master;

/// <summary>Finds the meters of a bus by primary address: SND_NKE to each, and one request to those that confirm.</summary>
/// <param name="master">The master of the bus; the search has it for itself.</param>
public sealed class PrimarySearch(BusMaster master)
{
    /// <summary>Runs the search; leaving the loop or the token stops it.</summary>
    /// <param name="first">The first address; a search that was stopped goes on from here.</param>
    /// <param name="last">The last address, at most 250.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed.</exception>
    public async IAsyncEnumerable<SearchStep<PrimaryAddress>> RunAsync(
        byte first = 0, byte last = 250, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, 250);
        for (int value = first; value <= last; value++)
        {
            var address = new PrimaryAddress((byte)value);
            var (finding, meter) = await TryAsync(address, cancellationToken);
            yield return new SearchStep<PrimaryAddress>(address, finding, meter, value - first + 1, last - value);
        }
    }

    private async Task<(SearchFinding Finding, FoundMeter? Meter)> TryAsync(PrimaryAddress address, CancellationToken cancellationToken)
    {
        var confirmation = await master.InitialiseAsync(address, cancellationToken);
        if (confirmation.IsSilence)
        {
            return (SearchFinding.Nobody, null);
        }

        var reply = await RequestAsync(address, cancellationToken);
        if (reply.IsSilence)
        {
            reply = await RequestAsync(address, cancellationToken);
        }

        if (reply.Answer is { } answer)
        {
            return (SearchFinding.Meter, new FoundMeter(AnswerIdentity.Of(answer), answer));
        }

        if (!confirmation.Junk && (reply.IsSilence || reply.IsAckOnly))
        {
            return (SearchFinding.Mute, null);
        }

        await master.WaitForSilenceAsync(cancellationToken);
        return (SearchFinding.Collision, null);
    }

    private Task<Reply> RequestAsync(PrimaryAddress address, CancellationToken cancellationToken) =>
        master.RequestAsync(address, static frame => frame.IsLong && frame.Control.IsRspUd, cancellationToken);
}
