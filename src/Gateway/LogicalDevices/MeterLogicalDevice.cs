using System.Collections.Immutable;
using System.Globalization;
using Cosem;
using Cosem.InterfaceClasses;
using Gateway.Configuration;
using Gateway.Push;
using Gateway.Readout;
using MBus.Master;
using Metering;

namespace Gateway.LogicalDevices;

/// <summary>The logical device of a meter: who it is, how its last readout went, and the objects that the mapping gives it.</summary>
internal sealed class MeterLogicalDevice(GatewayIdentity gateway, CommonObjects common, EventObjects events, LiveReadings readings, MeterKeys keys, TimeZoneInfo zone, PushSetups pushSetups)
{
    /// <summary>The medium of a meter that has not said it (EN 13757-3).</summary>
    public const byte UnknownMedium = 0x0F;

    /// <summary>The objects that the association adds to every device: itself, channel selection and security setup.</summary>
    private static readonly LogicalName[] OfEveryAssociation = [AssociationLn.CurrentAssociation, Obis.ChannelSelection, Obis.SecuritySetup];

    /// <summary>
    /// The logical device name: maker, identification, medium and version, <c>KAM00224396041B</c>. Two meters with one secondary address are
    /// told apart by their fabrication numbers, which then stand in the place of the identification, marked with F: <c>KAM12345678041BF</c>. A
    /// meter that has not yet said who it is bears the gateway's letters and its number in the store; one that does not say all of it (fixed
    /// data structure) the gateway's letters.
    /// </summary>
    public string NameOf(Meter meter) => NameOf(meter, gateway);

    /// <inheritdoc cref="NameOf(Meter)" />
    public static string NameOf(Meter meter, GatewayIdentity gateway) => meter.Identity is { IsComplete: true } identity
        ? $"{identity.Manufacturer}{Number(meter, identity)}{identity.Medium.Code:X2}{identity.Version:X2}{Mark(meter)}"
        : string.Create(CultureInfo.InvariantCulture, $"{gateway.FlagId}{meter.Identity?.IdentificationText ?? meter.Id.Value.ToString("D8", CultureInfo.InvariantCulture)}{UnknownMedium:X2}00");

    /// <summary>What identifies a meter, in an octet: integer, and long above 127, which that does not hold.</summary>
    public static CosemData Small(byte value) => value <= sbyte.MaxValue ? new CosemData.Integer((sbyte)value) : new CosemData.Long(value);

    /// <summary>The mapped objects that head-ends see: the gateway's own win where a logical name stands twice.</summary>
    public ImmutableArray<CosemObject> Shown(Meter meter, ImmutableArray<CosemObject> mapped)
    {
        var names = Own(meter).Select(entry => entry.Object.LogicalName)
            .Concat(OfEveryAssociation)
            .Concat(MeterProfiles.Kinds.Select(kind => kind.LogicalName)).ToHashSet();
        return [.. mapped.Where(entry => !names.Contains(entry.LogicalName))];
    }

    /// <summary>The device.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="profiles">Its profiles.</param>
    /// <param name="shown">The objects that the mapping gives it.</param>
    public LogicalDevice Create(Meter meter, IEnumerable<CosemObject> profiles, ImmutableArray<CosemObject> shown) => new(
        meter.LogicalDeviceAddress,
        NameOf(meter),
        Own(meter).Concat(profiles.Concat(shown).Select(entry => LogicalDeviceObject.ReadOnly(entry))));

    private static string Number(Meter meter, SecondaryAddress identity) => meter.FabricationNumber is { Length: > 0 } number ? number : identity.IdentificationText;

    private static string Mark(Meter meter) => meter.FabricationNumber.Length > 0 ? "F" : "";

    private IEnumerable<LogicalDeviceObject> Own(Meter meter) =>
    [
        .. common.For(NameOf(meter)),
        ReadOnly(Obis.GatewayLogicalDeviceName, CommonObjects.Text(gateway.LogicalDeviceName)),
        .. meter.Identity is { } identity ? Identification(identity) : [],
        LogicalDeviceObject.ReadOnly(new Data(Obis.LastReadoutTime, _ => new(Time(readings.Last(meter.Id))))),
        LogicalDeviceObject.ReadOnly(new Data(Obis.LastReadoutState, _ => new(new CosemData.Enum((byte)keys.StateOf(meter, readings.Last(meter.Id)))))),
        ReadOnly(Obis.TestObject, new CosemData.OctetString(Array.Empty<byte>())),
        .. events.For(meter.Id),
        .. pushSetups.Of(meter.Id),
    ];

    /// <summary>What the meter says of itself; a meter with the fixed data structure says its identification only.</summary>
    private static IEnumerable<LogicalDeviceObject> Identification(SecondaryAddress identity)
    {
        yield return ReadOnly(Obis.MeterIdentification, CommonObjects.Text(identity.IdentificationText));
        if (identity.IsComplete)
        {
            yield return ReadOnly(Obis.MeterManufacturer, CommonObjects.Text(identity.Manufacturer.ToString()));
            yield return ReadOnly(Obis.MeterDeviceType, Small(identity.Medium.Code));
            yield return ReadOnly(Obis.FirmwareVersion, CommonObjects.Text(identity.Version.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private static LogicalDeviceObject ReadOnly(LogicalName name, CosemData value) => LogicalDeviceObject.ReadOnly(new Data(name, value));

    /// <summary>When the last readout was made, in the gateway's zone; not specified before the first one.</summary>
    private CosemData.OctetString Time(LastReadout last) =>
        new((last.Readout is { } readout ? CosemDateTime.FromMoment(readout.ReadAt, zone) : CosemDateTime.NotSpecified).ToOctets());
}
