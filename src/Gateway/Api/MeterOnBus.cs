using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary>A meter on a bus by the address that a person gives for it, whether it is stored or not.</summary>
/// <param name="Address">Its primary address; FDh when it is selected.</param>
/// <param name="Selection">What selects it; null: nothing does.</param>
internal sealed record MeterOnBus(PrimaryAddress Address, MeterSelection? Selection)
{
    /// <summary>What can be given.</summary>
    public const string Allowed = "0-250, 254 for the only meter on the bus, or 16 hexadecimal digits such as 1449100196150106";

    /// <summary>What can be given for one meter alone.</summary>
    public const string AllowedForOne = "0-250, or 16 hexadecimal digits without wildcards such as 1449100196150106";

    /// <summary>The meter for a command; null: several may be meant.</summary>
    public MeterTarget? Target =>
        Selection is { } selection ? selection.Address.IsComplete ? MeterTarget.Of(selection) : null
        : Address.IsMeter ? MeterTarget.Of(Address)
        : null;

    /// <summary>Reads an address.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MeterOnBus? meter)
    {
        meter = MeterSelection.TryParse(text, out var selection) ? new MeterOnBus(PrimaryAddress.Selected, selection)
            : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var primary) && primary is <= 250 or 254 ? new MeterOnBus(new PrimaryAddress(primary), null)
            : null;
        return meter is not null;
    }

    /// <summary>Whether this is a stored meter of the same bus.</summary>
    public bool Is(Meter meter) => Selection is { } selection
        ? meter.Identity == selection.Address && (selection.FabricationNumber is not { } number || meter.FabricationNumber == $"{number:X8}")
        : meter.PrimaryAddress == Address;

    /// <summary>Reads it once.</summary>
    /// <exception cref="MBus.LevelConverter.LevelConverterException">The line failed.</exception>
    public Task<ReadoutResult> ReadAsync(BusMaster master, CancellationToken cancellationToken) => Selection is { } selection
        ? master.ReadAsync(selection.Address, new ReadoutOptions { FabricationNumber = selection.FabricationNumber }, cancellationToken)
        : master.ReadAsync(Address, cancellationToken: cancellationToken);

    /// <summary>The address as it was given.</summary>
    public override string ToString() => Selection is { } selection ? selection.ToString() : Address.ToString();
}
