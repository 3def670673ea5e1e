using System.Globalization;
using MBus.Link;
using MBus.Master;

namespace Gateway.Readout;

/// <summary>The search of a bus at one baud rate, by primary or by secondary address, with addresses as text.</summary>
/// <param name="options">What is searched.</param>
/// <param name="baudRate">The rate in baud.</param>
/// <param name="state">Where it was stopped; null: from the start.</param>
internal sealed class RateSearch(SearchOptions options, int baudRate, SearchState<string>? state)
{
    private BusMaster? _master;
    private PrimarySearch? _primary;
    private SecondarySearch? _secondary;

    /// <summary>Where it stands; null: at its start.</summary>
    public SearchState<string>? State => _primary?.State.Select(address => address.ToString()) ?? _secondary?.State.Select(selection => selection.ToString()) ?? state;

    /// <summary>What several meters share and could not be told apart by.</summary>
    public IReadOnlyList<string> Unresolved => [.. _secondary?.Unresolved.Select(selection => selection.ToString()) ?? []];

    /// <summary>Tries the next address at the rate, which the converter does not keep. Null: the search is over.</summary>
    public async Task<SearchStep<string>?> StepAsync(BusMaster master, CancellationToken cancellationToken)
    {
        Begin(master);
        var timing = master.Converter.Timing;
        try
        {
            master.Converter.Timing = timing with { BaudRate = baudRate };
            return _primary is not null
                ? Text(await _primary.StepAsync(cancellationToken))
                : Text(await _secondary!.StepAsync(cancellationToken));
        }
        finally
        {
            master.Converter.Timing = timing;
        }
    }

    /// <summary>A bus that was restarted has another master, and the search goes on with it.</summary>
    private void Begin(BusMaster master)
    {
        if (ReferenceEquals(master, _master))
        {
            return;
        }

        var from = State;
        _master = master;
        if (options.ByPrimaryAddress)
        {
            _primary = new PrimarySearch(master, from?.Select(text => new PrimaryAddress(byte.Parse(text, CultureInfo.InvariantCulture))));
            return;
        }

        _secondary = new SecondarySearch(master, new SecondarySearchOptions
        {
            Within = options.Within is { } within ? SecondaryAddress.Parse(within) : SecondaryAddress.Any,
            HexadecimalDigits = options.HexadecimalDigits,
            Thorough = options.Thorough,

            // how many of them answer at this rate is not known when there are several
            ExpectedMeters = options.BaudRates.Count == 1 ? options.ExpectedMeters : null,
            Resume = from?.Select(MeterSelection.Parse),
        });
    }

    private static SearchStep<string>? Text<TAddress>(SearchStep<TAddress>? step) => step is null
        ? null
        : new SearchStep<string>(step.Address!.ToString()!, step.Finding, step.Meter, step.Tried, step.Remaining) { TimeLeft = step.TimeLeft };
}
