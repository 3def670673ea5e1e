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
    public async Task A_machine_without_a_browser_gets_its_users_too()
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        var added = Assert.Single((await RunAsync(data, "users", "add", "Ann", "--role", "administrator", "--json")).Returns(0).Json);
        Assert.False(File.Exists(SetupCode.FileIn(data.Path)));
        Assert.Equal(("ann", "administrator"), (added.GetProperty("name").GetString(), added.GetProperty("role").GetString()));
        using var browser = new Browser(gateway);
        Assert.Equal("/", await browser.SignInAsync("ann", added.GetProperty("password").GetString()!));
        Assert.Contains("The password of kim, shown this once: ", (await RunAsync(data, "users", "add", "kim", "--role", "viewer")).Returns(0).Output, StringComparison.Ordinal);
        (await RunAsync(data, "users", "add", "kim", "--role", "viewer")).IsRefused("There is a user kim already.");
        (await RunAsync(data, "users", "remove", "ann")).IsRefused("the last administrator");
        (await RunAsync(data, "users", "remove", "KIM")).Returns(0);
        Assert.Null(gateway.Get<Users>().Find("kim"));
    }

    [Theory]
    [InlineData("There is no user nobody", "reset", "nobody")]
    [InlineData("There is no user ''", "reset", "")]
    [InlineData("There is no user 'me/password'", "remove", "me/password")]
    [InlineData("There is no user '..'", "remove", "..")]
    [InlineData("A user's name has", "add", "..", "--role", "viewer")]
    [InlineData("--role", "add", "kim")]
    [InlineData("viewer", "add", "kim", "--role", "king")]
    [InlineData("A user's name has", "add", "two words", "--role", "viewer")]
    public async Task What_is_no_user_is_refused(string words, params string[] args)
    {
        using var data = new TemporaryFolder();
        await using var gateway = await RunningGateway.StartAsync(data, "Gateway:SimulatedMeters=1");
        (await RunAsync(data, ["users", .. args])).IsRefused(words);
    }

    private static Task<CommandResult> RunAsync(TemporaryFolder data, params string[] args) => CommandLineRun.RunAsync([.. args, "--data-directory", data.Path]);
}
