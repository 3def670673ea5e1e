using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary>Reads what a request says of a meter; fields that are not given stay as they are.</summary>
internal static class MeterFields
{
    private static readonly int HighestBaudRate = BusTiming.BaudRates.Max();

    /// <summary>The meter as it is to be, and its key as entered: null when no key is given, empty when it is to be taken away.</summary>
    /// <param name="fields">The request.</param>
    /// <param name="meter">The meter as it is.</param>
    public static (Meter Meter, string? Key) Read(RequestFields fields, Meter meter)
    {
        var key = fields.Text("key", otherwise: null);
        var takesKey = fields.IsNull("key");
        var changed = ReadPlace(fields, meter) with
        {
            Name = fields.Text("name", meter.Name) ?? "",
            Group = fields.Text("group", meter.Group) ?? "",
            BaudRate = fields.Number("baudRate", meter.BaudRate, 1, HighestBaudRate),
            Active = fields.Flag("active", meter.Active) ?? meter.Active,
            Readout = ReadReadout(fields, meter.Readout),
        };
        return (changed, takesKey ? "" : key);
    }

    /// <summary>A new meter.</summary>
    public static (Meter Meter, string? Key) ReadNew(RequestFields fields) =>
        Read(fields, new Meter { Bus = fields.Text("bus", otherwise: null) ?? fields.Wrong("bus", "is needed: the name of a bus.", ""), Addressing = DefaultAddressing(fields) });

    /// <summary>What only a meter that is there can be given: another logical device address, and that it is back in its place.</summary>
    public static (Meter Meter, string? Key) ReadChange(RequestFields fields, Meter meter)
    {
        var (changed, key) = Read(fields, meter);
        var address = fields.Number("logicalDevice", meter.LogicalDeviceAddress, LogicalDeviceAddresses.First, ushort.MaxValue)
            ?? fields.Wrong("logicalDevice", "every meter has one.", (int)meter.LogicalDeviceAddress);
        var isBack = fields.Text("replacedAt", otherwise: "") switch
        {
            null => true,
            "" => false,
            _ => fields.Wrong("replacedAt", "give null when the meter is back in its place.", false),
        };
        return (changed with { LogicalDeviceAddress = (ushort)address, ReplacedAt = isBack ? null : changed.ReplacedAt }, key);
    }

    private static Meter ReadPlace(RequestFields fields, Meter meter)
    {
        var identity = ReadIdentity(fields);
        return meter with
        {
            Bus = fields.Text("bus", meter.Bus) ?? fields.Wrong("bus", "is needed: the name of a bus.", ""),
            PrimaryAddress = fields.Number("primaryAddress", meter.PrimaryAddress?.Value, 0, 250) is { } address ? new PrimaryAddress((byte)address) : null,
            Identity = fields.IsNull("identity") ? null : identity ?? meter.Identity,
            Addressing = fields.Text("addressing", otherwise: null) switch
            {
                null => meter.Addressing,
                "primary" => AddressingMode.Primary,
                "secondary" => AddressingMode.Secondary,
                _ => fields.Wrong("addressing", "give primary or secondary.", AddressingMode.Secondary),
            },
            FabricationNumber = fields.Text("fabricationNumber", meter.FabricationNumber) ?? "",
        };
    }

    /// <summary>Whoever gives a secondary address means it.</summary>
    private static AddressingMode DefaultAddressing(RequestFields fields) => fields.Text("identity", otherwise: null) is null ? AddressingMode.Primary : AddressingMode.Secondary;

    private static SecondaryAddress? ReadIdentity(RequestFields fields) => fields.Text("identity", otherwise: null) is not { } text ? null
        : SecondaryAddress.TryParse(text, out var identity) ? identity
        : fields.Wrong<SecondaryAddress?>("identity", "give 16 hexadecimal digits, such as 1449100196150106.", null);

    private static MeterReadoutSettings ReadReadout(RequestFields fields, MeterReadoutSettings settings)
    {
        if (fields.Inside("readout", out var isNull) is not { } readout)
        {
            return isNull ? MeterReadoutSettings.Default : settings;
        }

        var changed = new MeterReadoutSettings
        {
            Interval = readout.Text("interval", settings.Interval),
            MinimumInterval = readout.Duration("minimumInterval", settings.MinimumInterval),
            Quota = ReadQuota(readout, settings.Quota),
            ExtraResponseTime = readout.Duration("extraResponseTime", settings.ExtraResponseTime),
            FirstFrameCountBit = readout.Flag("firstFrameCountBit", settings.FirstFrameCountBit),
            ApplicationReset = (byte?)readout.Number("applicationReset", settings.ApplicationReset, 0, byte.MaxValue),
        };
        readout.CheckOthers();
        return changed;
    }

    private static ReadoutQuota? ReadQuota(RequestFields readout, ReadoutQuota? quota)
    {
        if (readout.Inside("quota", out var isNull) is not { } fields)
        {
            return isNull ? null : quota;
        }

        // an empty form: there is none
        if (fields.IsNull("readouts") && fields.IsNull("period"))
        {
            return null;
        }

        var read = new ReadoutQuota(
            fields.Number("readouts", quota?.Readouts, 1, int.MaxValue) ?? fields.Wrong("readouts", "is needed: how many.", 1),
            fields.Duration("period", quota?.Period) ?? fields.Wrong("period", "is needed: in how much time.", TimeSpan.FromDays(1)));
        fields.CheckOthers();
        return read;
    }
}
