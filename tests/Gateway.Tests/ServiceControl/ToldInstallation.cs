using Gateway.ServiceControl;
using Testing;

namespace Gateway.Tests.ServiceControl;

/// <summary>Installations on an operating system that does what it is told.</summary>
public abstract class ToldInstallation : IDisposable
{
    private readonly TemporaryFolder _root = new();

    private protected ToldInstallation() => Control = new ToldControl(Root);

    /// <summary>The folder that everything is in.</summary>
    protected string Root => _root.Path;

    /// <summary>What was told.</summary>
    protected StringWriter Output { get; } = new();

    private protected ManualTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 28, 12, 0, 0, TimeSpan.Zero));

    private protected ToldControl Control { get; }

    /// <inheritdoc />
    public void Dispose()
    {
        _root.Dispose();
        Output.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected ServiceInstallation Of(string version) => new(Control, SourceOf(version), version, Time, Output);

    private protected string SourceOf(string version)
    {
        var source = Path.Combine(Root, $"source-{version}");
        Directory.CreateDirectory(Path.Combine(source, "mappings"));
        File.WriteAllText(Path.Combine(source, "program"), version);
        File.WriteAllText(Path.Combine(source, "mappings", "deep.json"), "deep");
        return source;
    }

    private protected static async Task<string> FaultAsync(Func<Task> work) => (await Assert.ThrowsAsync<ServiceControlException>(work)).Message;
}
