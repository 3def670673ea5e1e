using System.Runtime.CompilerServices;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// Finds the meters of a bus by primary address: SND_NKE to each, a request to those that confirm, and a second reading that
/// confirms the first. On a disturbed line those that were silent are tried again.
/// </summary>
public sealed class PrimarySearch
{
    private const byte LastAddress = 250;

    // A reading, the one that confirms it, and two more: noise spoils so many once in a million times on a line with 1 % of it.
    private const int Tries = 4;

    private readonly BusMaster _master;
    private readonly SearchFrontier<PrimaryAddress> _frontier;
    private readonly SearchEstimate _estimate = new(depths: 1, branches: 0);
    private readonly List<PrimaryAddress> _found;

    /// <summary>A search of all addresses, or one that was stopped.</summary>
    /// <param name="master">The master of the bus; the search has it for itself while it takes a step.</param>
    /// <param name="resume">Where an earlier search was stopped: its <see cref="State"/>. Null: from the start.</param>
    public PrimarySearch(BusMaster master, SearchState<PrimaryAddress>? resume = null)
    {
        _master = master;
        var state = resume ?? Between(0, LastAddress);
        _frontier = new SearchFrontier<PrimaryAddress>(state);
        _found = [.. state.Found];
    }

    /// <summary>Where it stands; a search that was stopped goes on from here.</summary>
    public SearchState<PrimaryAddress> State => _frontier.State with { Found = [.. _found] };

    /// <summary>A search of some addresses that has not begun.</summary>
    /// <param name="first">The first one.</param>
    /// <param name="last">The last one, at most 250.</param>
    public static SearchState<PrimaryAddress> Between(byte first, byte last)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(last, LastAddress);
        return new() { Pending = [.. Enumerable.Range(first, last - first + 1).Select(address => new PrimaryAddress((byte)address))] };
    }

    /// <summary>Runs the search; leaving the loop or the token stops it.</summary>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed; <see cref="State"/> still holds the rest.</exception>
    public async IAsyncEnumerable<SearchStep<PrimaryAddress>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await StepAsync(cancellationToken) is { } step)
        {
            yield return step;
        }
    }

    /// <summary>Tries the next address; between two steps the bus may be used for other things. Null: the search is over.</summary>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed; the step is taken again the next time.</exception>
    public async Task<SearchStep<PrimaryAddress>?> StepAsync(CancellationToken cancellationToken = default)
    {
        if (!_frontier.TryPeek(out var address) && !(_frontier.LookAgain(static _ => false) && _frontier.TryPeek(out address)))
        {
            return null;
        }

        var started = _master.Time.GetTimestamp();
        var (finding, meter) = await TryAsync(address, cancellationToken);
        _frontier.Done(silent: finding is SearchFinding.Nobody or SearchFinding.Mute);
        if (finding == SearchFinding.Meter)
        {
            _found.Add(address);
            _frontier.NoteFound();
        }

        _estimate.Note(0, deeper: false, finding == SearchFinding.Nobody, _master.Time.GetElapsedTime(started));
        return new SearchStep<PrimaryAddress>(address, finding, meter, _frontier.Tried, _frontier.Count)
        {
            TimeLeft = _estimate.TimeLeft(_frontier.Pending.Select(_ => 0), _frontier.SecondLook),
        };
    }

    private async Task<(SearchFinding Finding, FoundMeter? Meter)> TryAsync(PrimaryAddress address, CancellationToken cancellationToken)
    {
        var unrequested = _master.UnrequestedBytes;
        LinkFrame? first = null;
        var junk = false;
        for (var attempt = 1; attempt <= Tries; attempt++)
        {
            var (confirmation, reply) = await ReadAsync(address, cancellationToken);

            // What came between two requests was too late for the one before: that silence was none.
            _frontier.IsDisturbed |= attempt == 1 && _master.UnrequestedBytes > unrequested;
            if (reply.Answer is { } answer)
            {
                if (first is { } known && AnswerIdentity.Of(known) == AnswerIdentity.Of(answer))
                {
                    return (SearchFinding.Meter, new FoundMeter(AnswerIdentity.Of(known), known));
                }

                first = answer;
            }
            else if (first is null && !confirmation.Junk && !reply.Junk)
            {
                _frontier.IsDisturbed |= attempt > 1 || !confirmation.IsSilence;
                return (confirmation.IsSilence ? SearchFinding.Nobody : SearchFinding.Mute, null);
            }

            junk |= confirmation.Junk || reply.Junk;
            _frontier.IsDisturbed |= reply.IsSilence;
            await _master.WaitForSilenceAsync(cancellationToken, attempt == 1 ? TimeSpan.Zero : BusMaster.RereadPause);
        }

        // One that gave a telegram, and then confirms and sends none, may be read only so often.
        return first is { } only && !junk
            ? (SearchFinding.Meter, new FoundMeter(AnswerIdentity.Of(only), only))
            : (SearchFinding.Collision, null);
    }

    /// <summary>SND_NKE, and a request, a second one when the first brings nothing, where anything came.</summary>
    private async Task<(Reply Confirmation, Reply Reply)> ReadAsync(PrimaryAddress address, CancellationToken cancellationToken)
    {
        var confirmation = await _master.InitialiseAsync(address, cancellationToken);
        if (confirmation.IsSilence)
        {
            return (confirmation, default);
        }

        var reply = await _master.RequestAsync(address, cancellationToken);
        return (confirmation, reply.IsSilence ? await _master.RequestAsync(address, cancellationToken) : reply);
    }
}
