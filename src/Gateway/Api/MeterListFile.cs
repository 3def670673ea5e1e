using System.Globalization;
using System.Text.RegularExpressions;
using Gateway.Configuration;
using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Api;

/// <summary>
/// A list of meters to install: the columns of the CMe3100's, in any order, and bus, key and group.
/// <code>
/// Position,Secondary address,Baud rate,Addressing mode,Primary address,Extended address,Bus,Key,Group
/// Flat 12,14491001,2400,secondary,,96150106,cellar,,
/// </code>
/// The extended address is the second half of the secondary one: maker, version and medium. Both may stand in the first column together.
/// </summary>
internal sealed partial class MeterListFile
{
    /// <summary>Meters of a list at most.</summary>
    private const int MostMeters = 1000;

    private const int HalfAddress = 8;

    /// <summary>A file of commas is no list: this much of its first line says so.</summary>
    private const int MostIssuesOfHead = 20;

    /// <summary>The columns, as a template has them.</summary>
    public static readonly string[] Columns = ["Position", "Secondary address", "Baud rate", "Addressing mode", "Primary address", "Extended address", "Bus", "Key", "Group"];

    /// <summary>Which column a fault of a meter's field stands in.</summary>
    private static readonly Dictionary<string, string> ColumnOf = new(StringComparer.Ordinal)
    {
        ["name"] = "Position",
        ["identity"] = "Secondary address",
        ["fabricationNumber"] = "Secondary address",
        ["baudRate"] = "Baud rate",
        ["addressing"] = "Addressing mode",
        ["primaryAddress"] = "Primary address",
        ["bus"] = "Bus",
        ["key"] = "Key",
        ["group"] = "Group",
    };

    /// <summary>What is wrong in one column makes others look wrong, and is told alone.</summary>
    private static readonly Dictionary<string, string[]> FollowFrom = new(StringComparer.Ordinal)
    {
        ["Extended address"] = ["Extended address", "Secondary address"],
        ["Addressing mode"] = ["Addressing mode", "Secondary address", "Primary address"],
    };

    /// <summary>Meters of a list have this number less their line, which no stored one has.</summary>
    private const int Unstored = int.MaxValue;

    /// <summary>A list has fewer lines than octets.</summary>
    private const int MostLines = 1 << 20;

    private readonly GatewayOptions _options;
    private readonly Dictionary<string, int> _places = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<MeterListIssue> _issues = [];
    private readonly List<MeterListEntry> _entries = [];

    private MeterListFile(GatewayOptions options) => _options = options;

    /// <summary>The meters, as far as they could be read.</summary>
    public IReadOnlyList<MeterListEntry> Entries => _entries;

    /// <summary>All that is wrong, by line and column.</summary>
    public IReadOnlyList<MeterListIssue> Issues => _issues;

    /// <summary>Reads a list and checks it against the meters that are there and against itself.</summary>
    public static MeterListFile Read(ReadOnlySpan<byte> content, IEnumerable<Meter> known, GatewayOptions options)
    {
        var list = new MeterListFile(options);
        try
        {
            list.Read(CsvText.Read(content), [.. known]);
        }
        catch (FormatException e)
        {
            list._issues.Add(new(1, 1, "", e.Message));
        }

        return list;
    }

    private void Read(IReadOnlyList<(int Line, IReadOnlyList<string> Cells)> rows, List<Meter> known)
    {
        if (rows.Count < 2 || rows.Count - 1 > MostMeters)
        {
            _issues.Add(new(1, 1, "", rows.Count < 2
                ? $"There is no meter in it: give a line with the names of the columns, {string.Join(", ", Columns)}, and one for each meter."
                : $"There are {rows.Count - 1} meters; a list has at most {MostMeters}."));
            return;
        }

        ReadHead(rows[0]);
        if (_issues.Count > 0)
        {
            return;
        }

        string[] buses = [.. _options.Buses.Keys];
        string[] groups = [.. _options.Groups.Keys];
        foreach (var (line, cells) in rows.Skip(1))
        {
            var (meter, key, told) = ReadLine(line, cells);
            foreach (var issue in MeterCheck.Of(meter, key, known, buses, groups))
            {
                if (ColumnOf.GetValueOrDefault(issue.Field, "") is var column && !told.Contains(column))
                {
                    Wrong(line, column, MeterNumber.Replace(issue.Message, InList));
                }
            }

            known.Add(meter);
        }
    }

    /// <summary>The meter of a line, under a number that no stored one has and that tells those of the list apart; and the columns of which nothing more is said.</summary>
    private (Meter Meter, string? Key, HashSet<string> Told) ReadLine(int line, IReadOnlyList<string> cells)
    {
        var count = _issues.Count;
        if (cells.Count > _places.Count && cells.Skip(_places.Count).Any(cell => cell.Length > 0))
        {
            _issues.Add(new(line, _places.Count + 1, "", $"There are {cells.Count} cells and {_places.Count} columns; a cell with a separator in it stands in quotation marks."));
        }

        var (meter, key) = ReadMeter(line, cells);
        if (_issues.Count == count)
        {
            _entries.Add(new(line, meter, key));
        }

        var told = _issues.Skip(count).SelectMany(issue => FollowFrom.GetValueOrDefault(issue.Name, [issue.Name])).ToHashSet(StringComparer.Ordinal);
        return (meter with { Id = new MeterId(Unstored - line) }, key, told);
    }

    [GeneratedRegex(@"\bmeter (?<number>[0-9]{10}) ", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex MeterNumber { get; }

    /// <summary>A meter of the list is called by its line; a stored one by its number, as it is.</summary>
    private static string InList(Match meter) =>
        int.TryParse(meter.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && Unstored - number is var line and <= MostLines
            ? $"the meter of line {line} "
            : meter.Value;

    private void ReadHead((int Line, IReadOnlyList<string> Cells) head)
    {
        for (var i = 0; i < head.Cells.Count && _issues.Count < MostIssuesOfHead; i++)
        {
            var name = head.Cells[i].TrimStart('#').Trim();
            if (!Columns.Contains(name, StringComparer.OrdinalIgnoreCase))
            {
                _issues.Add(new(head.Line, i + 1, "", $"'{Shown(name)}' is no column; there are {string.Join(", ", Columns)}."));
            }
            else if (!_places.TryAdd(name, i))
            {
                _issues.Add(new(head.Line, i + 1, name, "The column is there twice."));
            }
        }
    }

    private (Meter Meter, string? Key) ReadMeter(int line, IReadOnlyList<string> cells)
    {
        string Cell(string column) => _places.TryGetValue(column, out var place) && place < cells.Count ? cells[place] : "";
        var bus = Cell("Bus") is { Length: > 0 } named ? named : _options.Buses.Count == 1 ? _options.Buses.Keys.First() : "";
        if (bus.Length == 0)
        {
            Wrong(line, "Bus", $"Give the name of a bus{(_options.Buses.Count == 0 ? "; none is configured" : $": {string.Join(" or ", _options.Buses.Keys)}")}.");
        }

        var identity = ReadIdentity(line, Cell("Secondary address"), Cell("Extended address"), out var isHalf);
        var primary = Number(line, "Primary address", Cell("Primary address"), 0, 250);
        var rate = ReadRate(line, Cell("Baud rate"));
        var addressing = Cell("Addressing mode").ToLowerInvariant() switch
        {
            "" => Cell("Secondary address").Length == 0 ? AddressingMode.Primary : AddressingMode.Secondary,
            "primary" => AddressingMode.Primary,
            "secondary" => AddressingMode.Secondary,
            _ => Wrong(line, "Addressing mode", "Give primary or secondary.", AddressingMode.Secondary),
        };
        if (isHalf && addressing == AddressingMode.Secondary)
        {
            Wrong(line, "Extended address", "Eight digits do not say which meter it is: give the other eight here (maker, version, medium), or all sixteen as the secondary address; a search finds them.");
        }

        return (
            new Meter
            {
                Name = Cell("Position"),
                Bus = bus,
                Addressing = addressing,
                PrimaryAddress = primary is { } address ? new PrimaryAddress((byte)address) : null,
                Identity = identity,
                BaudRate = rate == RateOf(bus) ? null : rate,
                Group = Cell("Group"),
            },
            Cell("Key") is { Length: > 0 } key ? key : null);
    }

    /// <summary>Null: none is given, only half of it, or it is wrong. A meter at a primary address says the rest itself.</summary>
    private SecondaryAddress? ReadIdentity(int line, string secondary, string extended, out bool isHalf)
    {
        isHalf = secondary.Length == HalfAddress && extended.Length == 0 && secondary.All(char.IsAsciiHexDigit);
        return isHalf || (secondary + extended).Length == 0 ? null
            : SecondaryAddress.TryParse(secondary + extended, out var identity) ? identity
            : Wrong<SecondaryAddress?>(line, "Secondary address", "Give 8 digits, with the extended address 8 more; or all 16 hexadecimal digits, such as 1449100196150106.", null);
    }

    private int? Number(int line, string column, string text, int least, int most) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : Wrong<int?>(line, column, $"Give a whole number from {least} to {most}, or nothing.", null);

    private int? ReadRate(int line, string text) =>
        text.Length == 0 ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var rate) && BusTiming.BaudRates.Contains(rate) ? rate
        : Wrong<int?>(line, "Baud rate", $"M-Bus knows {string.Join(", ", BusTiming.BaudRates)} baud; give one, or nothing for that of the bus.", null);

    private int? RateOf(string bus) => _options.BusOf(bus)?.BaudRate;

    private void Wrong(int line, string column, string message) => _issues.Add(new(line, _places.TryGetValue(column, out var place) ? place + 1 : 1, column, message));

    private T Wrong<T>(int line, string column, string message, T otherwise)
    {
        Wrong(line, column, message);
        return otherwise;
    }

    private static string Shown(string text) => text.Length > 40 ? text[..40] + ".." : text;
}
