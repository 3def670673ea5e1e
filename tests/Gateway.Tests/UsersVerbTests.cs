using Gateway.Access;
using Gateway.Tests.Access;
using Gateway.Tests.Harness;
using Metering.Audit;
using Testing;

namespace Gateway.Tests;

/// <summary>The verb <c>users</c>, with a service and without.</summary>
public class UsersVerbTests
{
    [Fact]
    public async Task Whoever_has_lost_the_password_gets_another_one_on_the_machine_itself()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        Assert.Contains($"the one-time code is in {SetupCode.FileIn(data.Path)}", (await RunAsync(data, "users", "list")).Returns(0).Output, StringComparison.Ordinal);

        await gateway.Get<Users>().AddAsync("ann", Role.Administrator, AccessGateway.Password);
        using var lost = new Browser(gateway);
        await lost.SignInAsync("ann", AccessGateway.Password);
        Assert.Equal("/account", (await lost.PageAsync("/account")).Path);
        Assert.Contains("ann   administrator", (await RunAsync(data, "users", "list")).Returns(0).Output, StringComparison.Ordinal);

        var password = Assert.Single((await RunAsync(data, "users", "reset", "ann", "--json")).Returns(0).Json).GetProperty("password").GetString()!;
        Assert.Equal("/sign-in", (await lost.PageAsync("/account")).Path);
        using var found = new Browser(gateway);
        Assert.Equal("/", await found.SignInAsync("ann", password));

        var entry = gateway.Get<IAuditStore>().Latest(before: null, most: 10).First(entry => entry.What == "user changed");
        Assert.StartsWith("the command line of user ", entry.Actor, StringComparison.Ordinal);
        Assert.DoesNotContain(password, $"{entry}", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_service_it_does_the_same()
    {
        using var data = new TemporaryFolder();
        await using (var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1"))
        {
            await gateway.Get<Users>().AddAsync("k", Role.Administrator, AccessGateway.Password);
        }

        var password = Assert.Single((await RunAsync(data, "users", "reset", "K", "--json")).Returns(0).Json).GetProperty("password").GetString()!;
        await using var again = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        Assert.NotNull(again.Get<Users>().SignIn("k", password));
        Assert.Null(again.Get<Users>().SignIn("k", AccessGateway.Password));
    }

    [Fact]
    public async Task A_user_that_is_none_is_refused()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        (await RunAsync(data, "users", "reset", "nobody")).IsRefused("There is no user nobody");
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync([.. args, "--data-directory", data.Path]);
}
