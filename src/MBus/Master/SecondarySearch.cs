using System.Runtime.CompilerServices;

namespace MBus.Master;

/// <summary>
/// Finds the meters of a bus by secondary address: selects with wildcards, and where several meters answer fixes the next
/// digit of the identification (EN 13757-3, 11.5). Meters that share an identification are told apart in the end, when the makers of
/// this bus are known. A silence is tried again where it contradicts what was heard: on a disturbed line, and below a collision
/// that fewer than two meters explain.
/// </summary>
public sealed class SecondarySearch
{
    /// <summary>So many answers that are none in a row: 250 meters in the worst order, all doubled, give half of it.</summary>
    private const int MostJunkInARow = 300;

    /// <summary>
    /// So many collisions in all that no meter explains: the digits of 125 doubled identifications before their makers are tried. On a line
    /// with noise everywhere a search would go through 10^8 addresses.
    /// </summary>
    private const int MostUnexplained = 1200;

    /// <summary>The collisions that a meter explains: on the way to its identification, and to its fabrication number.</summary>
    private const int ExplainedByMeter = 2 * SecondaryAddress.Digits;

    private readonly BusMaster _master;
    private readonly SecondarySearchOptions _options;
    private readonly SelectionTree _tree;
    private readonly SearchFrontier<MeterSelection> _frontier;
    private readonly SearchEstimate _estimate;
    private readonly List<MeterSelection> _found;
    private readonly List<MeterSelection> _doubled;
    private int _junkInARow;
    private int _unexplained;

    /// <summary>A search that has not begun, or was stopped.</summary>
    /// <param name="master">The master of the bus; the search has it for itself while it takes a step.</param>
    /// <param name="options">What and how; by default every meter.</param>
    public SecondarySearch(BusMaster master, SecondarySearchOptions? options = null)
    {
        _master = master;
        _options = options ?? new SecondarySearchOptions();
        _tree = new SelectionTree(_options);
        _estimate = new SearchEstimate(SecondaryAddress.Digits + 2, _tree.Branches);
        var state = _options.Resume ?? new SearchState<MeterSelection> { Pending = Begin() };
        _frontier = new SearchFrontier<MeterSelection>(state);
        _found = [.. state.Found];
        _doubled = [.. state.Doubled];
    }

    /// <summary>Where it stands; a search that was stopped goes on from here.</summary>
    public SearchState<MeterSelection> State => _frontier.State with { Found = [.. _found], Doubled = [.. _doubled] };

    /// <summary>Addresses that several meters have and that could not be told apart so far.</summary>
    public IReadOnlyList<MeterSelection> Unresolved => [.. _doubled.Where(doubled => CountOf(doubled) < 2)];

    /// <summary>How long the rest will take; null when nothing is known yet.</summary>
    public TimeSpan? TimeLeft => _estimate.TimeLeft(_frontier.Pending.Select(SelectionTree.Depth), _frontier.SecondLook);

    private bool IsFlooded => _junkInARow >= MostJunkInARow || _unexplained >= MostUnexplained;

    /// <summary>Runs the search; leaving the loop or the token stops it.</summary>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed; <see cref="State"/> still holds the rest.</exception>
    public async IAsyncEnumerable<SearchStep<MeterSelection>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        while (await StepAsync(cancellationToken) is { } step)
        {
            yield return step;
        }
    }

    /// <summary>Tries the next address; between two steps the bus may be used for other things. Null: the search is over.</summary>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed; the step is taken again the next time.</exception>
    public async Task<SearchStep<MeterSelection>?> StepAsync(CancellationToken cancellationToken = default)
    {
        if (IsFlooded || _found.Count >= _options.ExpectedMeters || !TryNext(out var selection))
        {
            return null;
        }

        var started = _master.Time.GetTimestamp();
        var trial = new SelectionTrial(_master, selection, SelectionTree.HasNext(selection), _options.Thorough, IsKnown);
        var (finding, meter) = await trial.RunAsync(cancellationToken);
        finding = finding == SearchFinding.Meter && _found.Exists(known => IsSame(known, meter!)) ? SearchFinding.FoundBefore : finding;
        _frontier.Done(silent: finding is SearchFinding.Nobody or SearchFinding.Mute && !IsGuess(selection));
        _frontier.IsDisturbed |= trial.IsDisturbed;
        Take(selection, finding, meter, trial.MayHideOthers);
        var depth = SelectionTree.Depth(selection);
        _estimate.Note(depth, finding == SearchFinding.Collision, finding == SearchFinding.Nobody, _master.Time.GetElapsedTime(started));
        return new SearchStep<MeterSelection>(selection, IsFlooded ? SearchFinding.Flooded : finding, meter, _frontier.Tried, _frontier.Count)
        {
            TimeLeft = TimeLeft,
        };
    }

    private MeterSelection[] Begin() => SelectionTree.HasNext(_options.Within) ? [.. _tree.Next(_options.Within)] : [_options.Within];

    private bool TryNext(out MeterSelection selection)
    {
        while (_frontier.TryPeek(out selection) || _frontier.LookAgain(IsDoubtful))
        {
            if (_frontier.TryPeek(out selection) && _doubled.Contains(selection))
            {
                _frontier.Skip();
                _frontier.Push(_tree.Variations(selection, [.. _found.Select(found => found.Address)]));
            }
            else if (IsResolved(selection))
            {
                _frontier.Skip();
            }
            else
            {
                return true;
            }
        }

        return false;
    }

    private void Take(MeterSelection selection, SearchFinding finding, FoundMeter? meter, bool mayHideOthers)
    {
        var isJunk = finding is SearchFinding.Collision or SearchFinding.SameIdentification;
        _junkInARow = isJunk ? _junkInARow + 1 : 0;
        _unexplained += isJunk ? 1 : 0;
        if (finding == SearchFinding.Meter)
        {
            _unexplained = Math.Max(0, _unexplained - ExplainedByMeter);
            _found.Add(new MeterSelection(meter!.Address!.Value, meter.FabricationNumber));
            _frontier.NoteFound();
        }

        if (finding == SearchFinding.Collision || (meter is not null && (_options.Thorough || mayHideOthers)))
        {
            _frontier.Push(_tree.Next(selection));
        }
        else if (finding == SearchFinding.SameIdentification)
        {
            _doubled.Add(selection);
            _frontier.PushLast(selection);
        }
    }

    /// <summary>Whether somebody ought to be where nobody was.</summary>
    private bool IsDoubtful(MeterSelection silent)
    {
        if (_options.Thorough || _found.Count < _options.ExpectedMeters)
        {
            return true;
        }

        if (_tree.IsVariation(silent))
        {
            return DoubledOf(silent) is { } doubled && CountOf(doubled) < 2;
        }

        // Of the first digits nothing is known but that a bus has meters; of what is below a collision, that there are two.
        var parent = SelectionTree.Parent(silent);
        return parent.Address == _options.Within
            ? _found.Count == 0
            : CountOf(parent) + (2 * _doubled.Count(parent.Matches)) < 2;
    }

    /// <summary>Whether it only guesses at what tells meters of one identification apart, when two of them are found.</summary>
    private bool IsResolved(MeterSelection selection) =>
        !_options.Thorough && IsGuess(selection) && DoubledOf(selection) is { } doubled && CountOf(doubled) >= 2;

    private bool IsGuess(MeterSelection selection) => _tree.IsVariation(selection) && _tree.IsGuess(selection, _found);

    /// <summary>The narrowest selection that a variation belongs to: it was met last.</summary>
    private MeterSelection? DoubledOf(MeterSelection variation)
    {
        var last = _doubled.FindLastIndex(doubled => doubled != variation && doubled.Matches(variation));
        return last < 0 ? null : _doubled[last];
    }

    private static bool IsSame(MeterSelection known, FoundMeter meter) =>
        known.Address == meter.Address
        && (known.FabricationNumber is null || meter.FabricationNumber is null || known.FabricationNumber == meter.FabricationNumber);

    private bool IsKnown(SecondaryAddress meter) => _found.Exists(found => found.Address == meter && found.FabricationNumber is null);

    private int CountOf(MeterSelection selection) => _found.Count(selection.Matches);
}
