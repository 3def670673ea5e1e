using System.Text.Json;

namespace Gateway.Tests.Harness;

/// <summary>What a command said and returned.</summary>
internal sealed record CommandResult(int Code, string Output, string Error)
{
    /// <summary>The lines of standard output.</summary>
    public IReadOnlyList<string> Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>The lines of standard output, each a JSON object.</summary>
    public IReadOnlyList<JsonElement> Json => [.. Lines.Select(line => JsonDocument.Parse(line).RootElement)];

    /// <summary>It ended with this code; what it said stands in the message otherwise.</summary>
    public CommandResult Returns(int code)
    {
        Assert.True(Code == code, $"It returned {Code}, not {code}.\n{Output}\n{Error}");
        return this;
    }

    /// <summary>It refused, in so many lines on standard error and none on standard output, with these words in them.</summary>
    public void IsRefused(params string[] words)
    {
        Returns(2);
        Assert.Equal("", Output);
        Assert.NotEqual("", Error.Trim());
        Assert.DoesNotContain("   at ", Error, StringComparison.Ordinal);
        Assert.All(words, word => Assert.Contains(word, Error, StringComparison.Ordinal));
    }
}
