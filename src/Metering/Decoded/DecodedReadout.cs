using System.Collections.Immutable;
using MBus.Application;
using MBus.Master;

namespace Metering.Decoded;

/// <summary>A reading with its telegrams decoded; the records are read while they are walked.</summary>
/// <param name="Readout">The reading.</param>
/// <param name="Telegrams">A telegram for each of its byte strings, in order.</param>
public sealed record DecodedReadout(MeterReadout Readout, ImmutableArray<Telegram> Telegrams)
{
    /// <summary>Decodes a reading of wired frames; bytes that are none give a telegram that says so.</summary>
    /// <param name="readout">The reading.</param>
    /// <param name="key">The meter's AES-128 key, or empty.</param>
    /// <param name="meter">Who the meter is: needed to decrypt telegrams that do not say it.</param>
    public static DecodedReadout Of(MeterReadout readout, ReadOnlySpan<byte> key = default, SecondaryAddress? meter = null)
    {
        var telegrams = ImmutableArray.CreateBuilder<Telegram>(readout.Telegrams.Length);
        foreach (var bytes in readout.Telegrams)
        {
            telegrams.Add(Telegram.Decode(bytes, key, meter));
        }

        return new DecodedReadout(readout, telegrams.MoveToImmutable());
    }

    /// <summary>Who the meter says it is, in the first telegram that says it; null when none does. A fixed header names neither maker nor version.</summary>
    public SecondaryAddress? Identity => Telegrams
        .Where(telegram => telegram.Header.Kind is TelegramHeaderKind.Long or TelegramHeaderKind.Fixed)
        .Select(telegram => (SecondaryAddress?)new SecondaryAddress(
            telegram.Header.Identification, telegram.Header.Manufacturer, telegram.Header.Version, telegram.Header.Medium))
        .FirstOrDefault();

    /// <summary>Whether a telegram could not be decrypted or authenticated: no key, a wrong one, or a mode that is not supported.</summary>
    public bool IsEncrypted => Telegrams.Any(telegram => telegram.IsEncrypted);
}
