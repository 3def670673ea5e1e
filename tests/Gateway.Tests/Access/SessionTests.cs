using System.Net;
using System.Text;
using Gateway.Access;
using Gateway.Backups;
using Gateway.CommandLine;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Access;

public sealed class SessionTests : IAsyncLifetime
{
    private const string Password = "correct horse battery";

    private readonly TemporaryFolder _data = new();
    private readonly HaltingTime _time = new();
    private RunningGateway _gateway = null!;

    private Users Users => _gateway.Get<Users>();

    public async ValueTask InitializeAsync()
    {
        _gateway = await RunningGateway.StartAsync(_data, _time, "Gateway:SimulatedMeters=1");
        await Users.AddAsync("ann", Role.Administrator, Password);
        await Users.AddAsync("kim", Role.Viewer, Password);
    }

    public async ValueTask DisposeAsync()
    {
        await _gateway.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task A_session_ends_with_a_change_of_password_or_role_and_with_the_user()
    {
        foreach (var end in new Func<Task>[]
        {
            () => Users.ChangeAsync("kim", role: null, "another password"),
            () => Users.ChangeAsync("kim", Role.Installer, Password),
            () => Users.RemoveAsync("kim"),
        })
        {
            using var browser = new Browser(_gateway);
            Assert.Equal("/", await browser.SignInAsync("kim", Password));
            Assert.Equal("/account", (await browser.PageAsync("/account")).Path);
            await end();
            Assert.Equal("/sign-in", (await browser.PageAsync("/account")).Path);
            Assert.Equal(HttpStatusCode.Unauthorized, (await browser.SendAsync("GET", "/api/v1/meters", from: null)).Status);
            if (Users.Find("kim") is { } kim && Users.SignIn("kim", Password) is null)
            {
                await Users.ChangeAsync(kim.Name, role: null, Password);
            }
        }
    }

    [Fact]
    public async Task Whoever_has_signed_out_is_out_with_every_copy_of_the_cookie_also_after_a_restart()
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("kim", Password);
        var copy = new CookieContainer();
        copy.Add(browser.Cookies.GetAllCookies());
        using (var thief = new Browser(_gateway, copy))
        {
            Assert.Equal("/account", (await thief.PageAsync("/account")).Path);
            using var answer = await browser.PostAsync("/sign-out");
            Assert.Equal("/sign-in", answer.RequestMessage!.RequestUri!.AbsolutePath);
        }

        // the browser of the thief keeps what it was told to forget
        await _gateway.DisposeAsync();
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=1");
        using var later = new Browser(_gateway, copy);
        Assert.Equal("/sign-in", (await later.PageAsync("/account")).Path);
    }

    [Fact]
    public async Task A_session_goes_on_after_a_restart()
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("kim", Password);
        await _gateway.DisposeAsync();
        _gateway = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=1");
        using var later = new Browser(_gateway, browser.Cookies);
        Assert.Equal("/account", (await later.PageAsync("/account")).Path);
    }

    [Fact]
    public async Task No_clock_that_a_head_end_sets_ends_a_session_or_a_token_or_brings_one_back()
    {
        var tokens = _gateway.Get<ApiTokens>();
        var (token, text) = await tokens.AddAsync("billing", Role.Viewer, DateTimeOffset.UtcNow.AddDays(1));
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("kim", Password);
        var copy = new CookieContainer();
        copy.Add(browser.Cookies.GetAllCookies());

        await _gateway.Installation.Time.SetAsync(DateTimeOffset.UtcNow.AddYears(1), "a test", CancellationToken.None);
        Assert.Equal("/account", (await browser.PageAsync("/account")).Path);
        Assert.Equal((token, false), (tokens.Find(text), tokens.HasExpired(token)));

        using var answer = await browser.PostAsync("/sign-out");
        using (var other = new Browser(_gateway))
        {
            // whoever signs out tidies up what has ended for good
            await other.SignInAsync("ann", Password);
            using var out2 = await other.PostAsync("/sign-out");
        }

        await _gateway.Installation.Time.SetAsync(DateTimeOffset.UtcNow, "a test", CancellationToken.None);
        using var thief = new Browser(_gateway, copy);
        Assert.Equal("/sign-in", (await thief.PageAsync("/account")).Path);
    }

    [Fact]
    public async Task Who_changes_the_own_password_goes_on_here_and_nowhere_else()
    {
        using var here = new Browser(_gateway);
        using var there = new Browser(_gateway);
        await here.SignInAsync("kim", Password);
        await there.SignInAsync("kim", Password);

        Assert.Equal(HttpStatusCode.BadRequest, (await here.SendAsync("PUT", "/api/v1/users/me/password", """{"present":"no","password":"another password"}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await here.SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{Password}}","password":"short"}""")).Status);
        var (status, text) = await here.SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{Password}}","password":"{{Password}}"}""");
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("is the present one", text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await here.SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{Password}}","password":"another password"}""")).Status);
        Assert.Equal("/account", (await here.PageAsync("/account?done=true")).Path);
        Assert.Equal("/sign-in", (await there.PageAsync("/account")).Path);
        Assert.Equal("/", await there.SignInAsync("kim", "another password"));
    }

    [Fact]
    public async Task Who_has_guessed_too_often_is_told_how_long_to_wait_by_page_and_interface()
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("kim", Password);

        // the wait is a second, which a busy machine takes for less than this
        _time.Halt();
        for (var guess = 0; guess < 6; guess++)
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"guess {{guess}}","password":"another password"}""")).Status);
        }

        using var another = new Browser(_gateway);
        using var refused = await another.PostAsync("/sign-in", ("name", "kim"), ("password", Password));
        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.InRange(refused.Headers.RetryAfter!.Delta!.Value.TotalSeconds, 1, 300);
        Assert.Contains("too many failed attempts", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var (status, text) = await browser.SendAsync("PUT", "/api/v1/users/me/password", $$"""{"present":"{{Password}}","password":"another password"}""");
        Assert.Equal(HttpStatusCode.TooManyRequests, status);
        Assert.Contains("try again", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_finds_a_page_open_cannot_take_its_password_or_the_keys_away()
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("ann", Password);
        foreach (var name in new[] { "ann", "ANN" })
        {
            var (status, text) = await browser.SendAsync("PATCH", $"/api/v1/users/{name}", """{"password":"another password"}""");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains("PUT /users/me/password", text, StringComparison.Ordinal);
        }

        Assert.NotNull(Users.SignIn("ann", Password));
        var page = (await browser.PageAsync("/users")).Text;
        Assert.DoesNotContain("keeps-ann", page, StringComparison.Ordinal);
        Assert.Contains("keeps-kim", page, StringComparison.Ordinal);

        const string Backup = "/api/v1/backup";
        Assert.Contains("once more", (await browser.SendAsync("POST", Backup, """{"passphrase":"a passphrase of a test"}""")).Text, StringComparison.Ordinal);
        Assert.Contains("present password", (await browser.SendAsync("POST", Backup, BodyOf("another password"))).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("POST", Backup, BodyOf(Password))).Status);

        static string BodyOf(string password) => $$"""{"passphrase":"a passphrase of a test","readings":false,"password":"{{password}}"}""";
    }

    [Theory]
    [InlineData("POST", "keys/rotate", "'llsPassword':'known to him'", HttpStatusCode.OK, "password")]
    [InlineData("POST", "users", "'name':'eve','role':'administrator','password':'another password'", HttpStatusCode.Created)]
    [InlineData("PATCH", "users/kim", "'role':'administrator'", HttpStatusCode.OK)]
    [InlineData("PATCH", "users/kim", "'password':'another password'", HttpStatusCode.OK)]
    [InlineData("POST", "tokens", "'name':'billing','role':'administrator'", HttpStatusCode.Created)]
    public async Task Nor_can_he_make_himself_a_way_to_come_again(string method, string path, string fields, HttpStatusCode done, string own = "present")
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("ann", Password);
        var before = await StateAsync();
        foreach (var (password, words) in new[] { ("", "once more"), ($",'{own}':null", "once more"), ($",'{own}':5", "give a text"), ($",'{own}':'another password'", "present password") })
        {
            var (status, text) = await SendAsync(password);
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(words, text, StringComparison.Ordinal);
            Assert.Equal(before, await StateAsync());
        }

        Assert.Equal(done, (await SendAsync($",'{own}':'{Password}'")).Status);
        Assert.NotEqual(before, await StateAsync());

        async Task<(HttpStatusCode Status, string Text)> SendAsync(string password) =>
            await browser.SendAsync(method, $"/api/v1/{path}", $"{{{fields}{password}}}".Replace('\'', '"'));

        async Task<string> StateAsync() =>
            $"{(await browser.SendAsync("GET", "/api/v1/users")).Text} {(await browser.SendAsync("GET", "/api/v1/tokens")).Text} {Users.SignIn("kim", Password) is not null} {KeysCommand.Shown(_gateway.Installation.LlsPassword)}";
    }

    [Fact]
    public async Task Nor_does_he_bring_a_backup_with_users_of_his_own()
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("ann", Password);
        using var asked = new StringContent($$"""{"passphrase":"a passphrase of a test","readings":false,"password":"{{Password}}"}""", Encoding.UTF8, "application/json");
        var (_, backup) = await browser.AskAsync("POST", "/api/v1/backup", asked);
        foreach (var password in new[] { null, "", "another password" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await BringAsync("/api/v1/restore", password)).Status);
            Assert.False(PendingRestore.IsUnderWay(_gateway.Installation.Path));
        }

        Assert.Equal(HttpStatusCode.OK, (await BringAsync("/api/v1/restore?check=true", password: null)).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await BringAsync("/api/v1/restore", Password)).Status);
        Assert.True(PendingRestore.IsUnderWay(_gateway.Installation.Path));

        async Task<(HttpStatusCode Status, string Text)> BringAsync(string path, string? password)
        {
            using var form = new MultipartFormDataContent { { new StringContent("a passphrase of a test"), "passphrase" } };
            if (password is not null)
            {
                form.Add(new StringContent(password), "password");
            }

            form.Add(new ByteArrayContent(backup), "file", "backup");
            return await browser.SendAsync("POST", path, form);
        }
    }

    [Fact]
    public async Task A_change_from_a_browser_needs_the_field_of_the_page_however_the_address_is_written()
    {
        using var browser = new Browser(_gateway);
        await browser.SignInAsync("ann", Password);
        foreach (var path in new[] { "/api/v1/users/kim", "/API/V1/users/kim", "/Api/v1/Users/kim" })
        {
            Assert.Equal(HttpStatusCode.BadRequest, (await browser.SendAsync("DELETE", path, from: null)).Status);
            Assert.NotNull(Users.Find("kim"));
        }

        Assert.Equal(HttpStatusCode.OK, (await browser.SendAsync("GET", "/api/v1/users", from: null)).Status);
        Assert.Equal(HttpStatusCode.NoContent, (await browser.SendAsync("DELETE", "/api/v1/users/kim")).Status);
        Assert.Null(Users.Find("kim"));
    }

    [Fact]
    public async Task A_form_whose_page_was_open_too_long_says_what_to_do()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{_gateway.HttpPort}") };
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("name", "kim"), KeyValuePair.Create("password", Password)]);
        using var answer = await http.PostAsync(new Uri("/sign-in", UriKind.Relative), form);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.Contains("This page was open too long", text, StringComparison.Ordinal);
        Assert.DoesNotContain("is in its log", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_viewer_is_not_shown_the_users()
    {
        using var viewer = new Browser(_gateway);
        using var browser = new Browser(_gateway);
        await viewer.SignInAsync("kim", Password);
        await browser.SignInAsync("ann", Password);
        Assert.NotEqual(HttpStatusCode.OK, (await viewer.SendAsync("GET", "/api/v1/users")).Status);
        Assert.Equal("/no-right", (await viewer.PageAsync("/users")).Path);
        foreach (var one in new[] { viewer, browser })
        {
            var (path, text) = await one.PageAsync("/no/such/page");
            Assert.Equal("/no/such/page", path);
            Assert.Contains("There is no such page", text, StringComparison.Ordinal);
        }

        Assert.Equal("/users", (await browser.PageAsync("/users")).Path);
    }

    [Fact]
    public async Task Sign_in_leads_back_to_where_one_was_and_to_no_other_site()
    {
        foreach (var (to, led) in new[] { ("/account", "/account"), ("https://example.com/", "/"), ("//example.com/", "/"), ("/\\example.com", "/") })
        {
            using var browser = new Browser(_gateway);
            using var answer = await browser.PostAsync("/sign-in", ("name", "kim"), ("password", Password), ("to", to));
            Assert.Equal(("127.0.0.1", led), (answer.RequestMessage!.RequestUri!.Host, answer.RequestMessage.RequestUri.AbsolutePath));
        }
    }

    /// <summary>The system's time, of which no more passes once it is halted.</summary>
    private sealed class HaltingTime : TimeProvider
    {
        private long? _halted;

        public override long GetTimestamp() => _halted ?? base.GetTimestamp();

        public void Halt() => _halted = base.GetTimestamp();
    }
}
