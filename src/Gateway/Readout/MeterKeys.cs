using System.Collections.Concurrent;
using System.Security.Cryptography;
using Cosem;
using Gateway.Configuration;
using Metering;
using Metering.Decoded;
using Metering.Events;
using Microsoft.AspNetCore.DataProtection;

namespace Gateway.Readout;

/// <summary>
/// The keys of the meters that encrypt (EN 13757-7, modes 5 and 7): stored with each meter, protected with the keys of the data directory.
/// Reports a meter whose telegrams cannot be decrypted, once for each key until they can.
/// </summary>
internal sealed class MeterKeys(string dataDirectory, IEventLog events)
{
    /// <summary>AES-128: 16 octets.</summary>
    public const int KeyLength = 16;

    private readonly Lazy<IDataProtector> _protector = new(() => Secrets.ProtectorOf(dataDirectory, "meter keys"));
    private readonly ConcurrentDictionary<MeterId, Unprotected> _keys = new();
    private readonly Dictionary<MeterId, Octets> _told = [];

    /// <summary>What the last readouts say that is asked for again and again, for lists of all meters.</summary>
    private readonly ConcurrentDictionary<MeterId, Seen> _seen = new();

    /// <summary>The key of a meter; empty when it has none, or one that cannot be unprotected here.</summary>
    public ReadOnlyMemory<byte> Of(Meter meter)
    {
        if (meter.ProtectedKey.Length == 0)
        {
            return default;
        }

        if (_keys.GetValueOrDefault(meter.Id) is { } known && known.From == meter.ProtectedKey)
        {
            return known.Key;
        }

        var key = Unprotect(meter.ProtectedKey);
        _keys[meter.Id] = new Unprotected(meter.ProtectedKey, key);
        if (key.IsEmpty)
        {
            Report(meter, key);
        }

        return key;
    }

    /// <summary>A readout of a meter, decoded with its key; a short header has no identity of its own, so the meter's is given.</summary>
    public DecodedReadout Decode(Meter meter, MeterReadout readout) => DecodedReadout.Of(readout, Of(meter).Span, meter.Identity);

    /// <summary>The state of a meter's last readout, with what only its telegrams tell: that they are encrypted and cannot be read.</summary>
    public LastReadoutState StateOf(Meter meter, LastReadout last) =>
        last is { State: LastReadoutState.Ok or LastReadoutState.Incomplete, Readout: { } readout } && SeenIn(meter, readout).IsEncrypted
            ? LastReadoutState.Encrypted
            : last.State;

    /// <summary>The status byte with which a meter's last reading began; null where it has none.</summary>
    public byte? StatusOf(Meter meter, LastReadout last) =>
        last.Readout is { } readout ? SeenIn(meter, readout).Status : null;

    /// <summary>A key as it is stored.</summary>
    /// <param name="key">16 octets.</param>
    /// <exception cref="ArgumentException">It has another length.</exception>
    public Octets Protect(ReadOnlySpan<byte> key) => key.Length == KeyLength
        ? _protector.Value.Protect(key.ToArray())
        : throw new ArgumentException($"A key has {KeyLength} octets, not {key.Length}.", nameof(key));

    /// <summary>A readout came: is told when it is encrypted and cannot be read, and forgotten when it can.</summary>
    /// <param name="meter">Whose it is.</param>
    /// <param name="isEncrypted">Whether a telegram of it could not be decrypted with the meter's key.</param>
    public void Observe(Meter meter, bool isEncrypted)
    {
        if (isEncrypted)
        {
            Report(meter, Of(meter));
            return;
        }

        lock (_told)
        {
            _told.Remove(meter.Id);
        }
    }

    /// <summary>Forgets a meter that was removed: its key does not stay in memory in plain.</summary>
    public void Forget(MeterId meter)
    {
        _keys.TryRemove(meter, out _);
        _seen.TryRemove(meter, out _);
        lock (_told)
        {
            _told.Remove(meter);
        }
    }

    private Seen SeenIn(Meter meter, MeterReadout readout)
    {
        if (_seen.GetValueOrDefault(meter.Id) is not { } seen || !ReferenceEquals(seen.Readout, readout) || !ReferenceEquals(seen.Meter, meter))
        {
            var decoded = Decode(meter, readout);
            _seen[meter.Id] = seen = new Seen(meter, readout, decoded.IsEncrypted, decoded.Telegrams is [var first, ..] ? first.Header.StatusIfThere : null);
        }

        return seen;
    }

    private void Report(Meter meter, ReadOnlyMemory<byte> key)
    {
        lock (_told)
        {
            if (_told.TryGetValue(meter.Id, out var told) && told == meter.ProtectedKey)
            {
                return;
            }

            _told[meter.Id] = meter.ProtectedKey;
        }

        events.Report(EventCode.KeyMissingOrWrong, meter, (meter.ProtectedKey.Length, key.Length) switch
        {
            (0, _) => "its telegrams are encrypted and it has no key: enter the key.",
            (_, 0) => "its key cannot be read with the keys of the data directory: enter the key again, or bring the folder keys back from the same backup as the database.",
            _ => "its telegrams are encrypted and its key does not fit: check the key.",
        });
    }

    private ReadOnlyMemory<byte> Unprotect(Octets key)
    {
        try
        {
            return _protector.Value.Unprotect(key.Span.ToArray()) is { Length: KeyLength } plain ? plain : default(ReadOnlyMemory<byte>);
        }
        catch (CryptographicException)
        {
            return default;
        }
    }

    /// <summary>What a readout says of itself with the meter's key.</summary>
    private sealed record Seen(Meter Meter, MeterReadout Readout, bool IsEncrypted, byte? Status);

    /// <summary>A key and what it was unprotected from.</summary>
    private sealed class Unprotected(Octets from, ReadOnlyMemory<byte> key)
    {
        public Octets From => from;

        public ReadOnlyMemory<byte> Key => key;
    }
}
