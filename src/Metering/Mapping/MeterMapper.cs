using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Metering.Decoded;

namespace Metering.Mapping;

/// <summary>A mapping made ready to run. For any number of meters and threads.</summary>
public sealed class MeterMapper
{
    private readonly ImmutableArray<MappingEntry> _entries;
    private readonly ImmutableArray<int> _all;
    private readonly KeyTable _keys;

    /// <summary>Makes a mapping ready.</summary>
    public MeterMapper(MeterMapping mapping)
    {
        Mapping = mapping;
        Fingerprint = FingerprintOf(mapping);
        _entries = [.. mapping.Entries.Where(entry => entry.IsServed)];
        _all = [.. Enumerable.Range(0, _entries.Length)];
        _keys = new KeyTable(_entries);
    }

    /// <summary>The mapping.</summary>
    public MeterMapping Mapping { get; }

    /// <summary>Tells one text of a mapping from another; reckoned once, since every readout asks for it.</summary>
    public string Fingerprint { get; }

    /// <summary>The first 8 octets of the SHA-256 of a mapping's text, hexadecimal.</summary>
    public static string FingerprintOf(MeterMapping mapping) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(mapping.Json)).AsSpan(0, 8));

    /// <summary>The values before the first readout: defaults.</summary>
    public MappedReadout MapNothing(EntryStates states) => Select(states, _all).MapNothing();

    /// <summary>The values of a readout: one for each entry that is served, in the order of the file.</summary>
    /// <param name="readout">The readout.</param>
    /// <param name="states">What is remembered of the meter's entries.</param>
    /// <param name="gateway">For the decoded lines.</param>
    public MappedReadout Map(DecodedReadout readout, EntryStates states, GatewayView gateway) => Select(states, _all).Map(readout, gateway);

    /// <summary>Where the values of a readout came from.</summary>
    public MappingTrace Trace(DecodedReadout readout, GatewayView gateway) => MappingTrace.Of(_entries, _keys, readout, gateway);

    /// <summary>Some of the entries, for many readouts of one meter under what is remembered now.</summary>
    /// <param name="states">What is remembered of the meter's entries.</param>
    /// <param name="entries">The places of different entries among those that are served, from 0.</param>
    public EntrySelection Select(EntryStates states, IReadOnlyList<int> entries) => new(_entries, _keys, states, entries);
}
