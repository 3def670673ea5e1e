using System.Text.Json;
using Testing;

namespace MBus.Tests.Link;

/// <summary>One line of <c>own-streams.jsonl</c>.</summary>
internal sealed record StreamVector(string Name, byte[] Sent, byte[] Received, string[] Frames)
{
    public static IReadOnlyList<StreamVector> All { get; } =
        [.. File.ReadLines(Repository.File("tests", "vectors", "mbus", "own-streams.jsonl")).Select(Parse)];

    private static StreamVector Parse(string line)
    {
        using var json = JsonDocument.Parse(line);
        var vector = json.RootElement;
        return new StreamVector(
            vector.GetProperty("file").GetString()!,
            Convert.FromHexString(vector.GetProperty("sent").GetString()!),
            Convert.FromHexString(vector.GetProperty("received").GetString()!),
            [.. vector.GetProperty("frames").EnumerateArray().Select(frame => frame.GetString()!)]);
    }
}
