using Dlms.Security;
using Gateway.CommandLine;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests;

/// <summary>No verb uses an invocation counter that another one used with the same key.</summary>
public sealed class ClientCountersTests : IClassFixture<SimulatedGateway>, IDisposable
{
    private const string Title = "4D4D4D0000000009";

    private readonly RunningGateway _gateway;
    private readonly TemporaryFolder _folder = new();

    public ClientCountersTests(SimulatedGateway simulated) => _gateway = simulated.Running;

    private string File => _folder.File($"{Title}-{_gateway.Installation.Security.Keys.Fingerprint}.counter");

    private string[] List =>
    [
        "dlms", "list", $"localhost:{_gateway.DlmsPort}", "--system-title", Title, "--counter-folder", _folder.Path,
        "--guek", Convert.ToHexString(_gateway.Installation.Security.Keys.GlobalUnicastEncryptionKey),
        "--gak", Convert.ToHexString(_gateway.Installation.Security.Keys.AuthenticationKey),
    ];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_higher_of_the_remembered_and_the_read_counter_is_used_and_the_exact_next_one_kept()
    {
        var highest = _gateway.Installation.Security.ReceiveCounters.HighestAccepted(_gateway.Installation.Security.Keys.Fingerprint);
        await System.IO.File.WriteAllTextAsync(File, $"{highest + 5000}\n");
        (await CommandLineRun.RunAsync(List)).Returns(0);
        var first = Kept();
        Assert.InRange(first, highest + 5003, highest + 5020);

        await System.IO.File.WriteAllTextAsync(File, "7");
        (await CommandLineRun.RunAsync(List)).Returns(0);
        Assert.InRange(Kept(), first + 3, first + 20);
    }

    [Fact]
    public async Task Verbs_at_once_take_turns()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => CommandLineRun.RunAsync(List))));
        Assert.All(results, result => result.Returns(0));
    }

    [Fact]
    public async Task While_a_verb_has_the_file_another_one_waits()
    {
        Task<ClientCounters> other;
        using (var counters = await OpenAsync())
        {
            Assert.Equal(0u, counters.Next);
            other = OpenAsync();
            counters.Store(100 + ClientCounters.Reserved);
            Assert.False(other.IsCompleted);
        }

        using var next = await other.InTimeAsync();
        Assert.Equal(100 + ClientCounters.Reserved, next.Next);
    }

    [Fact]
    public async Task A_counter_that_was_used_is_told()
    {
        await System.IO.File.WriteAllTextAsync(File, "4000000000");
        var result = await CommandLineRun.RunAsync([.. List, "--counter", "5"]);
        Assert.Contains("was used with this key before; the next that was not is 4000000000", result.Error, StringComparison.Ordinal);
        Assert.Equal(4_000_000_000u, Kept());
    }

    [Fact]
    public async Task Who_cannot_reach_the_server_has_used_none()
    {
        await System.IO.File.WriteAllTextAsync(File, "0000000042");
        (await CommandLineRun.RunAsync([.. List[..2], "localhost:1", .. List[3..]])).Returns(1);
        Assert.Equal(42u, Kept());
    }

    [Theory]
    [InlineData("x")]
    [InlineData("4294967296")]
    [InlineData("-1")]
    public async Task A_file_without_a_counter_is_refused_by_name(string text)
    {
        await System.IO.File.WriteAllTextAsync(File, text);
        (await CommandLineRun.RunAsync(List)).IsRefused(File);
    }

    [Fact]
    public async Task Where_nothing_can_be_remembered_it_warns_and_goes_on()
    {
        var file = _folder.Write("no-folder", "");
        string[] list = [.. List];
        list[Array.IndexOf(list, _folder.Path)] = Path.Combine(file, "counters");
        var result = (await CommandLineRun.RunAsync(list)).Returns(0);
        Assert.Contains("cannot be remembered", result.Error, StringComparison.Ordinal);
    }

    private uint Kept() => uint.Parse(System.IO.File.ReadAllText(File), System.Globalization.CultureInfo.InvariantCulture);

    private async Task<ClientCounters> OpenAsync() =>
        await ClientCounters.OpenAsync(_folder.Path, new SystemTitle(0x4D4D4D0000000009), "0123456789ABCDEF", CancellationToken.None) ?? throw new InvalidOperationException();
}
