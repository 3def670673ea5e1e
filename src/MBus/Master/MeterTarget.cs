using MBus.Link;

namespace MBus.Master;

/// <summary>One meter, as a command reaches it: by its primary address or by selection. Never all of a bus.</summary>
public sealed record MeterTarget
{
    private MeterTarget(PrimaryAddress address, MeterSelection? selection) => (Address, Selection) = (address, selection);

    /// <summary>Where it is spoken to: its own address, or FDh once it is selected.</summary>
    public PrimaryAddress Address { get; }

    /// <summary>What selects it; null: it is reached by its primary address.</summary>
    public MeterSelection? Selection { get; }

    /// <summary>A meter at its primary address, 0-250.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The address is of all meters, or of the selected one.</exception>
    public static MeterTarget Of(PrimaryAddress address) => address.Value <= 250
        ? new(address, null)
        : throw new ArgumentOutOfRangeException(nameof(address), address, "A command goes to one meter, at 0-250.");

    /// <summary>A meter by its secondary address, without wildcards; a fabrication number may have some.</summary>
    /// <exception cref="ArgumentException">Several meters may be meant.</exception>
    public static MeterTarget Of(MeterSelection selection) => selection.Address.IsComplete
        ? new(PrimaryAddress.Selected, selection)
        : throw new ArgumentException($"{selection} may be several meters.", nameof(selection));
}
