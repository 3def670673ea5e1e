using System.Text.Json.Nodes;
using Testing;

namespace MBus.Tests.Application;

/// <summary>One line of a vector file.</summary>
public sealed record TelegramVector(string File, int Line, string Name, byte[] Frame, JsonObject Expected)
{
    public static IEnumerable<TelegramVector> Own(string file) => Read(Repository.File("tests", "vectors", "mbus", file));

    public static IEnumerable<TelegramVector> Shared() =>
        Repository.SharedVectors is { } folder
            ? Directory.EnumerateFiles(folder, "*.jsonl").Where(f => !Path.GetFileName(f).StartsWith("own-", StringComparison.Ordinal))
                .Order(StringComparer.Ordinal).SelectMany(Read)
            : [];

    public static TelegramVector Find(string file, int line) =>
        Read(System.IO.File.Exists(file) ? file : Repository.File("tests", "vectors", "mbus", file)).First(v => v.Line == line);

    public override string ToString() => $"{Path.GetFileName(File)}:{Line} {Name}";

    private static IEnumerable<TelegramVector> Read(string path) =>
        System.IO.File.ReadLines(path)
            .Select((text, index) => (Json: JsonNode.Parse(text)!.AsObject(), Line: index + 1))
            .Where(v => v.Json["expected"] is not null && v.Json["ambiguous"] is null)
            .Select(v => new TelegramVector(path, v.Line, (string)v.Json["file"]!, Convert.FromHexString((string)v.Json["hex"]!), v.Json["expected"]!.AsObject()));
}
