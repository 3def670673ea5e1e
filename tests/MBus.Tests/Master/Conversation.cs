using MBus.Application;
using MBus.Link;
using MBus.Master;
using Testing;

namespace MBus.Tests.Master;

/// <summary>Plays a transcript against the master, and makes the telegrams that stand in it.</summary>
internal static class Conversation
{
    public static readonly SecondaryAddress Meter = SecondaryAddress.Parse("1234567874520104");

    /// <summary>The header of a telegram of <see cref="Meter"/>.</summary>
    public static readonly TelegramHeader Header = new()
    {
        Kind = TelegramHeaderKind.Long,
        Identification = Meter.Identification,
        Manufacturer = Meter.Manufacturer,
        Version = Meter.Version,
        Medium = Meter.Medium,
        AccessNumber = 42,
    };

    /// <summary>Reads the meter at a primary address.</summary>
    public static Task<ReadoutResult> ReadAsync(byte address, string transcript, ReadoutOptions? options = null) =>
        PlayAsync(transcript, master => master.ReadAsync(new PrimaryAddress(address), options));

    /// <summary>Reads <see cref="Meter"/> by its secondary address.</summary>
    public static Task<ReadoutResult> SelectAndReadAsync(string transcript, ReadoutOptions? options = null) =>
        PlayAsync(transcript, master => master.ReadAsync(Meter, options));

    public static async Task<T> PlayAsync<T>(string transcript, Func<BusMaster, Task<T>> use)
    {
        var clock = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        var meter = new ScriptedMeter(clock, transcript);
        var result = await clock.Play(() => use(new BusMaster(meter, clock)));
        meter.AssertPlayed();
        return result;
    }

    /// <summary>A telegram with one volume record, written in hexadecimal.</summary>
    public static string Telegram(byte address = 1, byte access = 42, byte volume = 7, bool more = false, SecondaryAddress? meter = null)
    {
        var sender = meter ?? Meter;
        var header = new TelegramHeader
        {
            Kind = TelegramHeaderKind.Long,
            Identification = sender.Identification,
            Manufacturer = sender.Manufacturer,
            Version = sender.Version,
            Medium = sender.Medium,
            AccessNumber = access,
        };
        byte[] records = [0x01, 0x13, volume, .. more ? new byte[] { 0x1F } : []];
        return Convert.ToHexString(TelegramWriter.Variable(address, header, records));
    }

    /// <summary>Lines one after the other.</summary>
    public static string Repeat(int times, string lines) => string.Concat(Enumerable.Repeat(lines + "\n", times));

    public static IEnumerable<string> Hexes(this ReadoutResult result) =>
        result.Telegrams.Select(telegram => Convert.ToHexString(telegram.Bytes.Span));
}
