using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using Cosem;

namespace Metering.Mapping;

/// <summary>
/// What is remembered of a meter's entries from readout to readout, as long as its mapping stays: which were found, and the finest scaler
/// of each register, so that all rows of a profile share one. Immutable; as text it can be stored:
/// <c>8.0.1.0.0.255=-3 8.0.2.0.0.255</c>.
/// </summary>
public sealed class EntryStates : IEquatable<EntryStates>
{
    /// <summary>Nothing found yet.</summary>
    public static readonly EntryStates None = new(ImmutableSortedDictionary.Create<LogicalName, sbyte?>(
        Comparer<LogicalName>.Create((a, b) => Order(a).CompareTo(Order(b)))));

    private readonly ImmutableSortedDictionary<LogicalName, sbyte?> _scalers;

    private EntryStates(ImmutableSortedDictionary<LogicalName, sbyte?> scalers) => _scalers = scalers;

    /// <summary>Whether a key of the entry was found in some readout.</summary>
    public bool WasFound(LogicalName name) => _scalers.ContainsKey(name);

    /// <summary>Whether the entry is an object of the meter: it was found, or has a default.</summary>
    public bool IsObject(MappingEntry entry) => entry.IsServed && (entry.Default is not null || WasFound(entry.LogicalName));

    /// <summary>The scaler that the register has had to take so far; null when the mapping's has done.</summary>
    public sbyte? ScalerOf(LogicalName name) => _scalers.GetValueOrDefault(name);

    /// <summary>With an entry found, and a finer scaler where there is one.</summary>
    public EntryStates With(LogicalName name, sbyte? scaler)
    {
        var found = _scalers.TryGetValue(name, out var known);
        return found && known == scaler ? this : new EntryStates(_scalers.SetItem(name, scaler));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote; what is not understood is as if it had never been found.</summary>
    public static EntryStates Parse(string text)
    {
        var states = None;
        foreach (var item in text.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            var parts = item.Split('=');
            if (LogicalName.TryParse(parts[0], out var name))
            {
                var known = sbyte.TryParse(parts.ElementAtOrDefault(1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var scaler);
                states = states.With(name, known ? scaler : null);
            }
        }

        return states;
    }

    /// <summary>The text to store.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        foreach (var (name, scaler) in _scalers)
        {
            text.Append(text.Length > 0 ? " " : "").Append(name);
            if (scaler is { } known)
            {
                text.Append(CultureInfo.InvariantCulture, $"={known}");
            }
        }

        return text.ToString();
    }

    /// <summary>The six value groups as one number.</summary>
    private static ulong Order(LogicalName name)
    {
        Span<byte> octets = stackalloc byte[sizeof(ulong)];
        octets.Clear();
        name.CopyTo(octets[(sizeof(ulong) - LogicalName.Length)..]);
        return BinaryPrimitives.ReadUInt64BigEndian(octets);
    }

    /// <inheritdoc />
    public bool Equals(EntryStates? other) => other is not null && (ReferenceEquals(this, other) || _scalers.SequenceEqual(other._scalers));

    /// <inheritdoc />
    public override bool Equals(object? obj) => Equals(obj as EntryStates);

    /// <inheritdoc />
    public override int GetHashCode() => _scalers.Count;
}
