using System.Runtime.CompilerServices;
using MBus.Link;

namespace MBus.Master;

/// <summary>
/// Finds the meters of a bus by secondary address: selects with wildcards, and where several meters answer fixes the next
/// digit of the identification (EN 13757-3, 11.5). Only what REQ_UD2 brings tells one meter from several: their E5 fall together
/// and look like one.
/// </summary>
public sealed class SecondarySearch
{
    // Collisions leave bursts behind them; the standard's 33 bit times are short for those.
    private static readonly TimeSpan SilenceAfterCollision = TimeSpan.FromMilliseconds(100);

    private readonly BusMaster _master;
    private readonly SecondarySearchOptions _options;
    private readonly HashSet<SecondaryAddress> _found = [];
    private readonly Stack<SecondaryAddress> _pending = new();

    /// <summary>A search that has not begun.</summary>
    /// <param name="master">The master of the bus; the search has it for itself.</param>
    /// <param name="options">What and how; by default every meter.</param>
    public SecondarySearch(BusMaster master, SecondarySearchOptions? options = null)
    {
        _master = master;
        _options = options ?? new SecondarySearchOptions();
        Push(_options.Resume ?? NextDigit(_options.Within));
    }

    /// <summary>What is still to be tried; a search that was stopped goes on from here.</summary>
    public IReadOnlyCollection<SecondaryAddress> Pending => [.. _pending];

    /// <summary>Runs the search; leaving the loop or the token stops it.</summary>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed; <see cref="Pending"/> still holds the rest.</exception>
    public async IAsyncEnumerable<SearchStep<SecondaryAddress>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        for (var tried = 1; _pending.TryPeek(out var address) && !(_found.Count >= _options.ExpectedMeters); tried++)
        {
            var (finding, meter) = await TryAsync(address, cancellationToken);
            _pending.Pop();
            if (finding == SearchFinding.Collision || (_options.Thorough && meter is not null))
            {
                Push(NextDigit(address));
            }

            yield return new SearchStep<SecondaryAddress>(address, finding, meter, tried, _pending.Count);
        }
    }

    private async Task<(SearchFinding Finding, FoundMeter? Meter)> TryAsync(SecondaryAddress address, CancellationToken cancellationToken)
    {
        var selection = await _master.SelectAsync(address, cancellationToken);
        if (selection.IsSilence)
        {
            return (SearchFinding.Nobody, null);
        }

        // Junk too: it may be one meter on a disturbed line, and a meter that missed the time may answer the second request.
        var reply = await RequestAsync(cancellationToken);
        if (reply.IsSilence)
        {
            reply = await RequestAsync(cancellationToken);
        }

        // A good answer beside junk is one meter of several, unless there is no digit left to tell them apart by.
        var canGoOn = NextDigit(address).Length > 0;
        if (reply.Answer is { } answer && !(reply.Junk && canGoOn) && await LearnAsync(address, answer, cancellationToken) is { } meter)
        {
            return (_found.Add(meter.Address!.Value) ? SearchFinding.Meter : SearchFinding.FoundBefore, meter);
        }

        if (reply.IsSilence && !selection.Junk)
        {
            return (SearchFinding.Mute, null);
        }

        await _master.WaitForSilenceAsync(cancellationToken, SilenceAfterCollision);
        return (canGoOn ? SearchFinding.Collision : SearchFinding.SameIdentification, null);
    }

    /// <summary>Makes sure that the meter exists that an answer names; null when the answer may be a mixture or a late one.</summary>
    private async Task<FoundMeter?> LearnAsync(SecondaryAddress tried, LinkFrame answer, CancellationToken cancellationToken)
    {
        if (AnswerIdentity.Of(answer) is not { } address)
        {
            return NextDigit(tried).Length > 0 ? null : new FoundMeter(tried, answer);
        }

        if (!AnswerIdentity.Fits(answer, tried))
        {
            return null;
        }

        var confirmation = await _master.SelectAsync(address, cancellationToken);
        if (confirmation is { Answer: not null, Junk: false })
        {
            return new FoundMeter(address, answer);
        }

        // Some meters do not confirm a selection: then another telegram must say the same.
        var reply = await RequestAsync(cancellationToken);
        return reply.Answer is { } again && AnswerIdentity.Of(again) == address ? new FoundMeter(address, answer) : null;
    }

    private Task<Reply> RequestAsync(CancellationToken cancellationToken) =>
        _master.RequestAsync(PrimaryAddress.Selected, static frame => frame.IsLong && frame.Control.IsRspUd, cancellationToken);

    private void Push(IReadOnlyCollection<SecondaryAddress> addresses)
    {
        foreach (var address in addresses.Reverse())
        {
            _pending.Push(address);
        }
    }

    /// <summary>The addresses with the first wildcard of the identification replaced by each digit; none when there is no wildcard.</summary>
    private SecondaryAddress[] NextDigit(SecondaryAddress address)
    {
        for (var shift = 4 * (SecondaryAddress.Digits - 1); shift >= 0; shift -= 4)
        {
            if (((address.Identification >> shift) & 0xF) == 0xF)
            {
                var rest = address.Identification & ~(0xFu << shift);
                return [.. Enumerable.Range(0, _options.HexadecimalDigits ? 15 : 10)
                    .Select(digit => address with { Identification = rest | ((uint)digit << shift) })];
            }
        }

        return [];
    }
}
