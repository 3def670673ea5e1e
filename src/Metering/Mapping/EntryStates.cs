using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cosem;

namespace Metering.Mapping;

/// <summary>
/// What is remembered of a meter's entries from readout to readout, as long as its mapping stays: which were found, the finest scaler
/// of each register, so that all rows of a profile share one, and scaler and unit of its last value where the mapping does not say them.
/// Immutable; as text it can be stored: <c>8.0.1.0.0.255=-3 8.0.2.0.0.255 0.0.96.8.0.255@0:4</c>.
/// </summary>
public sealed class EntryStates : IEquatable<EntryStates>
{
    /// <summary>Nothing found yet.</summary>
    public static readonly EntryStates None = new(ImmutableSortedDictionary.Create<LogicalName, EntryState>(
        Comparer<LogicalName>.Create((a, b) => Order(a).CompareTo(Order(b)))));

    private readonly ImmutableSortedDictionary<LogicalName, EntryState> _entries;

    private EntryStates(ImmutableSortedDictionary<LogicalName, EntryState> entries) => _entries = entries;

    /// <summary>Whether a key of the entry was found in some readout, and what it gave does not contradict the entry.</summary>
    public bool WasFound(LogicalName name) => _entries.ContainsKey(name);

    /// <summary>Whether the entry is an object of the meter: it was found, or has a default.</summary>
    public bool IsObject(MappingEntry entry) => entry.IsServed && (entry.Default is not null || WasFound(entry.LogicalName));

    /// <summary>What is remembered of an entry; null when it was never found.</summary>
    public EntryState? Of(LogicalName name) => _entries.TryGetValue(name, out var known) ? known : null;

    /// <summary>The scaler that the register has had to take so far; null when the mapping's has done.</summary>
    public sbyte? ScalerOf(LogicalName name) => Of(name)?.Finest;

    /// <summary>With an entry found.</summary>
    public EntryStates With(LogicalName name, EntryState state) => Of(name) == state ? this : new EntryStates(_entries.SetItem(name, state));

    /// <summary>With a register's scaler where it is finer than the one known.</summary>
    public EntryStates WithFiner(LogicalName name, sbyte scaler) =>
        (Of(name) ?? default) is var known && !(known.Finest <= scaler) ? With(name, known with { Finest = scaler }) : this;

    /// <summary>Reads what <see cref="ToString"/> wrote; what is not understood is as if it had never been found.</summary>
    public static EntryStates Parse(string text)
    {
        var states = None;
        foreach (var item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = item.Split('@');
            var entry = parts[0].Split('=');
            if (LogicalName.TryParse(entry[0], out var name))
            {
                states = states.With(name, new(Scaler(entry.ElementAtOrDefault(1)), Last(parts.ElementAtOrDefault(1))));
            }
        }

        return states;
    }

    /// <summary>The text to store.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, known) in _entries)
        {
            text.Append(text.Length > 0 ? " " : "").Append(name);
            if (known.Finest is { } finest)
            {
                text.Append(CultureInfo.InvariantCulture, $"={finest}");
            }

            if (known.Last is { } last)
            {
                text.Append(CultureInfo.InvariantCulture, $"@{last.Scaler}:{(byte)last.Unit}");
            }
        }

        return text.ToString();
    }

    private static sbyte? Scaler(string? text) =>
        sbyte.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var scaler) ? scaler : null;

    private static ScalerUnit? Last(string? text) =>
        text?.Split(':') is [var scaler, var unit] && Scaler(scaler) is { } known && byte.TryParse(unit, NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? new ScalerUnit(known, (Unit)code)
            : null;

    /// <summary>The six value groups as one number.</summary>
    private static ulong Order(LogicalName name)
    {
        Span<byte> octets = stackalloc byte[sizeof(ulong)];
        octets.Clear();
        name.CopyTo(octets[(sizeof(ulong) - LogicalName.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(octets);
    }

    /// <inheritdoc />
    public bool Equals(EntryStates? other) => other is not null && (ReferenceEquals(this, other) || _entries.SequenceEqual(other._entries));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as EntryStates);

    /// <inheritdoc />
    public override int GetHashCode() => _entries.Count;
}
