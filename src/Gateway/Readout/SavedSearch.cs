using System.Globalization;
using System.Text.Json;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;

namespace Gateway.Readout;

/// <summary>A search as it is kept in the state store under <c>search.BUS</c>: JSON, with addresses as text.</summary>
internal sealed record SavedSearch
{
    // an entry that lacks a list is none
    private static readonly JsonSerializerOptions Strict = new() { RespectNullableAnnotations = true };

    /// <summary>Whether it goes on.</summary>
    public required SearchStatus Status { get; init; }

    /// <summary>What is searched.</summary>
    public required SearchOptions Options { get; init; }

    /// <summary>The rates that are not done, the one that is being searched first.</summary>
    public required IReadOnlyList<int> Rates { get; init; }

    /// <summary>Where the search of the first of them stands; null: at its start.</summary>
    public SearchState<string>? State { get; init; }

    /// <summary>Addresses tried at the rates that are done.</summary>
    public int TriedBefore { get; init; }

    /// <summary>What several meters share and could not be told apart by.</summary>
    public IReadOnlyList<string> Unresolved { get; init; } = [];

    /// <summary>The meters found.</summary>
    public IReadOnlyList<Entry> Found { get; init; } = [];

    /// <summary>The name of a bus's entry.</summary>
    public static string Name(string bus) => "search." + bus;

    /// <summary>The entry's text.</summary>
    public string ToText() => JsonSerializer.Serialize(this, Strict);

    /// <summary>Reads an entry; null when it is none: a search can be begun anew.</summary>
    public static SavedSearch? Read(string? text)
    {
        try
        {
            return text is null ? null : JsonSerializer.Deserialize<SavedSearch>(text, Strict) is { } saved && saved.IsSound() ? saved : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private bool IsSound() =>
        Options.BaudRates.Count > 0 && Rates.Concat(Options.BaudRates).All(BusTiming.BaudRates.Contains) && (Status != SearchStatus.Running || Rates.Count > 0)
        && (Options.Within is null || SecondaryAddress.TryParse(Options.Within, out _))
        && (State is not { } state || new[] { state.Pending, state.Silent, state.Doubled, state.Found }.All(list => list.All(IsAddress)))
        && Found.All(entry => entry.IsSound());

    private bool IsAddress(string text) => Options.ByPrimaryAddress
        ? byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var address) && address <= 250
        : MeterSelection.TryParse(text, out _);

    /// <summary>A meter that was found.</summary>
    /// <param name="Primary">Its primary address.</param>
    /// <param name="Secondary">Its selection, with a fabrication number where it needs one.</param>
    /// <param name="BaudRate">The rate at which it answered.</param>
    /// <param name="ByPrimary">Whether it was found by its primary address.</param>
    internal sealed record Entry(byte? Primary, string? Secondary, int BaudRate, bool ByPrimary)
    {
        /// <summary>As it is kept.</summary>
        public static Entry Of(FoundOnBus meter) => new(
            meter.Primary?.Value, meter.Secondary is { } secondary ? new MeterSelection(secondary, meter.FabricationNumber).ToString() : null, meter.BaudRate, meter.ByPrimary);

        /// <summary>As it was found.</summary>
        public FoundOnBus ToFound()
        {
            MeterSelection? selection = Secondary is null ? null : MeterSelection.Parse(Secondary);
            return new FoundOnBus(Primary is { } primary ? new PrimaryAddress(primary) : null, selection?.Address, BaudRate, ByPrimary)
            {
                FabricationNumber = selection?.FabricationNumber,
            };
        }

        /// <summary>Whether it can be read.</summary>
        public bool IsSound() => Primary is null or <= 250 && (Secondary is null || MeterSelection.TryParse(Secondary, out _));
    }
}
