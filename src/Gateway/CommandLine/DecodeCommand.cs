using System.CommandLine;
using System.Text;
using System.Text.Json;
using MBus.Application;
using MBus.Link;
using MBus.Master;

namespace Gateway.CommandLine;

/// <summary><c>decode HEX|FILE</c>: explains telegrams byte by byte.</summary>
internal static class DecodeCommand
{
    private const long MaximumFileLength = 64 * 1024 * 1024;

    private static readonly Argument<string> Input = new("HEX|FILE")
    {
        Description = "A telegram in hexadecimal (68 ... 16; blanks are ignored), or a file with one telegram a line (# begins a comment), or - for standard input.",
    };

    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object a telegram and line: link, kind, header, records, error." };

    private static readonly Option<string?> Key = new("--key")
    {
        Description = $"Where the meter's AES-128 key stands, for telegrams encrypted in mode 5 or 7: {KeyPlace.Allowed}; "
            + $"or its {KeyPlace.Digits} hexadecimal digits themselves, which every user of this machine then sees in the process list.",
        HelpName = "FILE|-|env:NAME|HEX",
    };

    private static readonly Option<string?> Meter = new("--meter")
    {
        Description = "The meter's secondary address, 16 hexadecimal digits, for encrypted telegrams whose header does not say it.",
        HelpName = "ADDRESS",
    };

    public static Command Create()
    {
        var command = new Command("decode", "Explains M-Bus telegrams record by record, with byte offsets.") { Input, Json, Key, Meter };
        command.SetAction(parsed => Decode(parsed.GetRequiredValue(Input), parsed.GetValue(Json), KeyBytes(parsed), MeterAddress(parsed.GetValue(Meter)), Console.Out));
        return command;
    }

    private static int Decode(string input, bool json, byte[] key, SecondaryAddress? meter, TextWriter output)
    {
        var (code, isEmpty) = (ExitCode.Done, true);
        foreach (var (line, hex) in Lines(input))
        {
            isEmpty = false;
            if (!TryBytes(hex, out var frame))
            {
                WriteNoHex(output, line, json);
                code = ExitCode.Failed;
                continue;
            }

            var telegram = Telegram.Decode(frame, key, meter);
            if (json)
            {
                output.WriteLine(ToJson(telegram));
            }
            else
            {
                TelegramText.Write(output, frame, telegram);
            }

            code = IsWhole(telegram) ? code : ExitCode.Failed;
        }

        return isEmpty ? throw new RefusedException($"{(input == "-" ? "Standard input" : input)} holds no telegram.") : code;
    }

    private static IEnumerable<(int Line, string Hex)> Lines(string input)
    {
        if (string.IsNullOrWhiteSpace(input))
        {
            throw new RefusedException("The argument is empty; give a telegram in hexadecimal digits, a file, or - for standard input.");
        }

        if (input != "-" && TryBytes(input, out _))
        {
            return [(1, input)];
        }

        return (input == "-" ? StandardInput() : FileLines(input))
            .Select((text, index) => (Line: index + 1, Hex: text.Split('#')[0].Trim()))
            .Where(line => line.Hex.Length > 0);
    }

    private static IEnumerable<string> FileLines(string path)
    {
        try
        {
            var file = new FileInfo(path);
            return !file.Exists ? throw new RefusedException($"'{path}' is neither a telegram in hexadecimal digits nor a file.")
                : file.Length > MaximumFileLength ? throw new RefusedException($"{path} has {file.Length} bytes; at most {MaximumFileLength} are read.")
                : File.ReadLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new RefusedException($"{path} cannot be read: {e.Message}", e);
        }
    }

    private static IEnumerable<string> StandardInput()
    {
        while (Console.In.ReadLine() is { } line)
        {
            yield return line;
        }
    }

    private static bool TryBytes(string hex, out byte[] bytes)
    {
        var digits = string.Concat(hex.Where(c => !char.IsWhiteSpace(c)));
        bytes = [];
        if (digits.Length == 0 || digits.Length % 2 != 0 || !digits.All(char.IsAsciiHexDigit))
        {
            return false;
        }

        bytes = Convert.FromHexString(digits);
        return true;
    }

    /// <summary>The bytes of the key; empty without one. The key of a telegram on a page may stand beside it.</summary>
    private static byte[] KeyBytes(ParseResult parsed) =>
        parsed.GetValue(Key) is not { } text ? []
        : TryBytes(text, out var bytes) && bytes.Length == KeyPlace.Digits / 2 ? bytes
        : text == KeyPlace.FromInput && parsed.GetRequiredValue(Input) == text ? throw new RefusedException("Key and telegrams cannot both come from standard input; put the key into a file.")
        : Convert.FromHexString(KeyPlace.Read(text, Console.In));

    private static SecondaryAddress? MeterAddress(string? text) =>
        text is null ? null
        : SecondaryAddress.TryParse(text, out var address) && address.IsComplete ? address
        : throw new RefusedException("--meter takes a secondary address without wildcards, 16 hexadecimal digits such as 1449100196150106.");

    /// <summary>One telegram on one line.</summary>
    public static string ToJson(in Telegram telegram)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            TelegramJson.Write(json, telegram);
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    /// <summary>JSON objects have the same members for every error; the line is for a person then.</summary>
    private static void WriteNoHex(TextWriter output, int line, bool json)
    {
        if (json)
        {
            output.WriteLine("""{"link":{"ok":false,"error":"not-hexadecimal"}}""");
        }

        (json ? Console.Error : output).WriteLine($"line {line}: no telegram: an even number of hexadecimal digits is expected");
    }

    /// <summary>Whether link and records were read to their end.</summary>
    private static bool IsWhole(in Telegram telegram)
    {
        var records = telegram.Records;
        while (records.MoveNext())
        {
            // the end is what counts
        }

        return telegram.LinkError == LinkError.None && records.Error.Code == TelegramErrorCode.None;
    }
}
