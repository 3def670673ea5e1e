using MBus.Application;
using MBus.Link;

namespace MBus.Master;

/// <summary>Sets a meter's clock (EN 13757-3: data send with the record <c>04 6D</c>, type F) and compares what the meter shows then.</summary>
/// <param name="master">The master of the bus.</param>
public sealed class ClockCommand(BusMaster master)
{
    /// <summary>Type F knows minutes only, and the meter may cut or round them.</summary>
    public static readonly TimeSpan DefaultTolerance = TimeSpan.FromMinutes(2);

    private static readonly byte[] Clock = [0x04, 0x6D];
    private readonly CommandExchange _exchange = new(master);

    /// <summary>Sets it.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="standardTime">The time in the meter's zone, without summer time, 1981-2080.</param>
    /// <param name="tolerance">How far the clock may be off when it is read back; null: <see cref="DefaultTolerance"/>.</param>
    /// <param name="key">The key of a meter that encrypts, to read its clock back.</param>
    /// <param name="cancellationToken">Ends it; the clock may be set then.</param>
    /// <exception cref="LevelConverter.LevelConverterException">The line failed.</exception>
    public async Task<CommandResult> RunAsync(
        MeterTarget meter, DateTime standardTime, TimeSpan? tolerance = null, ReadOnlyMemory<byte> key = default, CancellationToken cancellationToken = default)
    {
        if (standardTime.Year is < 1981 or > 2080)
        {
            throw new ArgumentOutOfRangeException(nameof(standardTime), standardTime, "Two digits of the year reach from 1981 to 2080.");
        }

        var sent = master.Time.GetTimestamp();
        var confirmed = await _exchange.SendDataAsync(meter, (byte[])[.. Clock, .. MBusTime.WriteDateTime(standardTime)], cancellationToken);
        if (await _exchange.ReadAsync(meter, cancellationToken) is not { } answer)
        {
            return new CommandResult(confirmed ? CommandOutcome.Unproven : CommandOutcome.NoAnswer);
        }

        if (CommandExchange.Refusal(answer) is { } refusal)
        {
            return refusal;
        }

        var expected = standardTime + master.Time.GetElapsedTime(sent);
        return new CommandResult(
            ClockOf(answer, key.Span) is not { } shown ? confirmed ? CommandOutcome.Unproven : CommandOutcome.NoAnswer
            : (shown - expected).Duration() <= (tolerance ?? DefaultTolerance) ? CommandOutcome.Done
            : CommandOutcome.NotFollowed);
    }

    /// <summary>The current time that a telegram shows, without its summer hour; null: none.</summary>
    private static DateTime? ClockOf(LinkFrame answer, ReadOnlySpan<byte> key)
    {
        foreach (var record in Telegram.Decode(answer, key).Records)
        {
            if (record.Dib is { Storage: 0, Tariff: 0, Subunit: 0 } && record.Bytes.Span[record.Dib.Length] == Clock[1]
                && record.Value is { HasValue: true, Type: DataType.DateTime, Time: var time }
                && time is { Year: { } year, Month: { } month, Day: { } day, Hour: { } hour, Minute: { } minute })
            {
                var shown = new DateTime(year, month, day, hour, minute, time.Second ?? 0, DateTimeKind.Unspecified);
                return time.Flags.HasFlag(ValueFlags.SummerTime) ? shown.AddHours(-1) : shown;
            }
        }

        return null;
    }
}
