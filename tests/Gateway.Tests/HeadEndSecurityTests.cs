using System.Globalization;
using Cosem;
using Dlms.Security;
using Gateway.Clocks;
using Gateway.CommandLine;
using Gateway.Configuration;
using Gateway.HeadEnd;
using Gateway.Tests.Harness;
using Metering.Events;
using Metering.Storage;
using Testing;

namespace Gateway.Tests;

/// <summary>What of security is kept in the data directory, and the verb that changes it there.</summary>
public sealed class HeadEndSecurityTests : IDisposable
{
    private const string SendState = "dlms.counter.send";
    private const string FloorState = "dlms.counter.receive.0123456789ABCDEF.4D4D4D0000000001";
    private const string PolicyState = "dlms.management.policy";

    private readonly TemporaryFolder _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public async Task Keys_change_restored_raises_all_counters()
    {
        await ChangeAsync((SendState, "5000"), (FloorState, "700"));
        (await KeysAsync("change", "--restored")).Returns(0);
        Assert.Equal(["1049276", "1053576"], await ReadAsync(FloorState, SendState));
        await using var installation = await OpenAsync();
        Assert.Equal(1_053_576u, await installation.Security.SendCounter.NextAsync());
        var counters = installation.Security.ReceiveCounters;
        Assert.Equal(CounterOutcome.Replayed, (await counters.AcceptAsync("0123456789ABCDEF", new(0x4D4D4D0000000001), 1_049_276)).Outcome);
        Assert.Equal(CounterOutcome.Accepted, (await counters.AcceptAsync("0123456789ABCDEF", new(0x4D4D4D0000000001), 1_049_277)).Outcome);
    }

    [Fact]
    public async Task Keys_change_leaves_events_that_name_what_was_changed_and_no_secret()
    {
        const string Key = "00112233445566778899AABBCCDDEEFF";
        await using (await OpenAsync())
        {
        }

        (await KeysAsync("change", "--guek", Key, "--password", "the-new-password", "--lower-policy")).Returns(0);
        (await KeysAsync("change", "--kek", "new")).Returns(0);
        (await KeysAsync("change", "--gak", "short")).IsRefused("--gak");

        await using var installation = await OpenAsync();
        var events = installation.Events.ReadAppended(new EventLogName(default, EventLogKind.Standard), 0).ToList();
        var who = $"keys change of user {Environment.UserName}";
        Assert.Equal(
            [
                $"48 {who}: LLS password, GlobalUnicastEncryptionKey.",
                $"47 {who}: the security policy is that of the settings again.",
                $"48 {who}: MasterKey.",
            ],
            events.Select(entry => $"{(int)entry.Code} {entry.Message}"));
        Assert.Equal(events[^1], installation.Events.Last(events[^1].Log));
    }

    [Theory]
    [InlineData(null, "A", false)]
    [InlineData(null, null, false)]
    [InlineData("A", "A", false)]
    [InlineData("A", "B", true)]
    [InlineData("A", null, true)]
    [InlineData("-", null, false)]
    [InlineData("-", "A", true)]
    public async Task On_another_machine_counters_jump_once(string? known, string? machine, bool jumps)
    {
        await using var installation = await OpenAsync();
        var state = installation.State;
        await state.SetAsync(SendState, "5000");
        await (known is null ? state.RemoveAsync("dlms.machine") : state.SetAsync("dlms.machine", known));

        await RestoredCounters.JumpOnAnotherMachineAsync(state, machine);
        await RestoredCounters.JumpOnAnotherMachineAsync(state, machine);

        Assert.Equal(jumps ? "1053576" : "5000", state.State[SendState]);
    }

    [Theory]
    [InlineData(SendState, "many")]
    [InlineData(SendState, "-1")]
    [InlineData(SendState, "4294967296")]
    [InlineData(FloorState, "")]
    [InlineData("dlms.counter.receive.0123456789ABCDEF.X", "1")]
    [InlineData("dlms.counter.receive.0123456789ABCDEF", "1")]
    [InlineData(PolicyState, "2")]
    [InlineData(PolicyState, "high")]
    [InlineData("dlms.management.keys", "00")]
    [InlineData("dlms.management.password", "x")]
    [InlineData("gateway.serial", "seven")]
    public async Task What_cannot_be_used_stops_the_start_in_one_line_that_names_it(string name, string value)
    {
        await ChangeAsync((name, value));

        var refused = await Assert.ThrowsAsync<RefusedException>(OpenAsync);

        Assert.Contains(name, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.Null(DataDirectory.HeldBy(_data.Path));
        await ChangeAsync((name, null));
        await using var again = await OpenAsync();
    }

    [Fact]
    public async Task Keys_that_are_none_stop_the_start_and_are_not_shown()
    {
        await using (var installation = await OpenAsync())
        {
            // the password is kept as the keys are
            await new Secrets(_data.Path, installation.State).SetLlsPasswordAsync("00112233,secret,zz"u8);
            await installation.State.SetAsync("dlms.management.keys", installation.State.State["dlms.management.password"]);
        }

        var refused = await Assert.ThrowsAsync<RefusedException>(OpenAsync);

        Assert.Contains("dlms.management.keys", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret,", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_shows_the_policy_that_holds_after_it_was_lowered()
    {
        await using (var gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=1"))
        {
            await gateway.Installation.Security.RaiseSecurityPolicyAsync(SecurityPolicy.AuthenticatedAndEncrypted);
        }

        await using (await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=1"))
        {
            Assert.Equal("authenticated-encrypted", await PolicyAsync());
        }

        (await KeysAsync("change", "--lower-policy")).Returns(0);
        Assert.Equal("none", await PolicyAsync());
    }

    [Fact]
    public async Task Two_who_set_the_clock_at_once_leave_one_time_in_memory_and_store()
    {
        await using var installation = await OpenAsync();
        using var clock = new GatewayClock(TimeProvider.System, installation.State, TimeSpan.Zero);
        for (var round = 0; round < Rounds.Of(20, 100, 1000); round++)
        {
            await Task.WhenAll(Enumerable.Range(1, 8).Select(i => Task.Run(() => clock.SetAsync(DateTimeOffset.UtcNow.AddHours(i), CancellationToken.None).AsTask())));
            Assert.Equal(clock.Offset.Ticks.ToString(CultureInfo.InvariantCulture), installation.State.State["clock.offset"]);
        }
    }

    [Fact]
    public async Task Who_sets_the_clock_is_told_what_it_shows()
    {
        await using var installation = await OpenAsync();
        var system = new ManualTimeProvider(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
        using var clock = new GatewayClock(system, installation.State, TimeSpan.Zero);
        List<(DateTimeOffset Before, DateTimeOffset After)> told = [];
        clock.WhenAdjusted(adjustment => told.Add((adjustment.Before, adjustment.After)));
        var start = system.GetUtcNow();

        Assert.Equal(DataAccessResult.Success, await clock.SetAsync(start.AddMinutes(5), CancellationToken.None));
        Assert.Equal(DataAccessResult.Success, await clock.SetAsync(start.AddSeconds(1), CancellationToken.None));

        Assert.Equal([(start, start.AddMinutes(5)), (start.AddMinutes(5), start)], told);
    }

    [Fact]
    public async Task Keys_of_another_user_are_not_yours_to_read()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has no file modes.");
            return;
        }

        await using (await OpenAsync())
        {
        }

        File.SetUnixFileMode(_data.Path, UnixFileMode.None);
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                (await KeysAsync()).Returns(0); // nothing is closed to root
                return;
            }

            (await KeysAsync()).IsRefused("not yours to read", _data.Path);
            (await KeysAsync("change", "--restored")).IsRefused("not yours to read", _data.Path);
        }
        finally
        {
            File.SetUnixFileMode(_data.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Task<Installation> OpenAsync() => Installation.OpenAsync(new GatewayOptions { DataDirectory = _data.Path }, TimeProvider.System);

    private Task<CommandResult> KeysAsync(params string[] args) => CommandLineRun.RunAsync(["keys", .. args, "--data-directory", _data.Path]);

    private async Task<string?> PolicyAsync() => Assert.Single((await KeysAsync("--json")).Returns(0).Json).GetProperty("securityPolicy").GetString();

    private async Task ChangeAsync(params (string Name, string? Value)[] entries)
    {
        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(_data.Path));
        var state = new SqliteStateStore(database);
        foreach (var (name, value) in entries)
        {
            await (value is null ? state.RemoveAsync(name) : state.SetAsync(name, value));
        }
    }

    private async Task<string[]> ReadAsync(params string[] names)
    {
        await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(_data.Path));
        var state = new SqliteStateStore(database).State;
        return [.. names.Select(name => state[name])];
    }
}
