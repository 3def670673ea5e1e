using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;

namespace Gateway.Api;

/// <summary>What a meter is told to do: one of four.</summary>
internal sealed record MeterOrder
{
    private static readonly int HighestBaudRate = BusTiming.BaudRates.Max();

    /// <summary>It takes this primary address.</summary>
    public PrimaryAddress? Address { get; init; }

    /// <summary>It takes this baud rate.</summary>
    public int? BaudRate { get; init; }

    /// <summary>It sets its clock.</summary>
    public bool Clock { get; init; }

    /// <summary>It resets its application layer.</summary>
    public bool Reset { get; init; }

    /// <summary>The sub-code of the reset (EN 13757-3): high nibble the kind of telegrams, low nibble a number; null: none.</summary>
    public byte? Subcode { get; init; }

    /// <summary>
    /// <c>{"primaryAddress":5}</c>, <c>{"baudRate":9600}</c>, <c>{"clock":true}</c>, <c>{"applicationReset":80}</c>, or
    /// <c>{"applicationReset":null}</c> for one without a sub-code.
    /// </summary>
    public static MeterOrder Read(RequestFields fields)
    {
        var baudRate = fields.Number("baudRate", otherwise: null, 1, HighestBaudRate);
        if (baudRate is { } rate && !BusTiming.BaudRates.Contains(rate))
        {
            fields.Wrong("baudRate", $"M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud.", 0);
        }

        var subcode = (byte?)fields.Number("applicationReset", otherwise: null, 0, byte.MaxValue);
        var order = new MeterOrder
        {
            Address = AddressOf(fields),
            BaudRate = baudRate,
            Clock = fields.Flag("clock", false) ?? false,
            Reset = subcode is not null || fields.IsNull("applicationReset"),
            Subcode = subcode,
        };
        if (new[] { order.Address is not null, order.BaudRate is not null, order.Clock, order.Reset }.Count(given => given) != 1)
        {
            fields.Wrong("command", "give one of primaryAddress, baudRate, clock: true, applicationReset.", 0);
        }

        return order;
    }

    /// <summary>The primary address that a meter is to take.</summary>
    public static PrimaryAddress? AddressOf(RequestFields fields) =>
        fields.Number("primaryAddress", otherwise: null, 0, 250) is { } address ? new PrimaryAddress((byte)address) : null;

    /// <summary>Tells the meter.</summary>
    /// <param name="master">The master of its bus, at the meter's rate.</param>
    /// <param name="meter">The meter.</param>
    /// <param name="standardTime">The time in its zone, without summer time.</param>
    /// <param name="key">Its key, to read its clock back; empty for none.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="LevelConverterException">The line failed.</exception>
    public Task<CommandResult> RunAsync(BusMaster master, MeterTarget meter, DateTime standardTime, ReadOnlyMemory<byte> key, CancellationToken cancellationToken) =>
        Address is { } address ? new PrimaryAddressCommand(master).RunAsync(meter, address, cancellationToken)
        : BaudRate is { } rate ? new BaudRateSwitch(master).RunAsync(meter, rate, cancellationToken)
        : Clock ? new ClockCommand(master).RunAsync(meter, standardTime, key: key, cancellationToken: cancellationToken)
        : new ApplicationResetCommand(master).RunAsync(meter, Subcode, cancellationToken);
}
