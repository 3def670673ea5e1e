using Gateway.Access;
using Gateway.Configuration;
using Microsoft.Extensions.Logging.Abstractions;
using Testing;

namespace Gateway.Tests.Access;

public sealed class SetupCodeTests : IAsyncLifetime
{
    private readonly TemporaryFolder _data = new();
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private Installation _installation = null!;
    private Users _users = null!;
    private SetupCode _code = null!;

    private string FilePath => SetupCode.FileIn(_installation.Path);

    public async ValueTask InitializeAsync()
    {
        _installation = await Installation.OpenAsync(new GatewayOptions { DataDirectory = _data.Path }, _time);
        _users = new Users(_installation.State, _time);
        _code = new SetupCode(_users, _installation, _time, NullLogger<SetupCode>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        _code.Dispose();
        _users.Dispose();
        await _installation.DisposeAsync();
        _data.Dispose();
    }

    [Fact]
    public async Task The_code_stands_in_a_file_of_its_owner_and_fits_however_it_is_typed()
    {
        Assert.False(_code.Fits(""));
        await _code.StartingAsync(CancellationToken.None);
        var text = (await File.ReadAllTextAsync(FilePath)).Trim();

        Assert.Matches("^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$", text);
        Assert.Equal(text, _code.Text);
        Assert.All(new[] { text, text.ToLowerInvariant(), text.Replace('-', ' '), $" {text.Replace("-", "", StringComparison.Ordinal)} " }, typed => Assert.True(_code.Fits(typed)));
        Assert.All(new[] { "", "-", text[..^1], text + "A" }, typed => Assert.False(_code.Fits(typed)));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public async Task After_an_hour_it_is_another_one()
    {
        await _code.StartingAsync(CancellationToken.None);
        var first = _code.Text!;
        _time.Advance(SetupCode.Validity - TimeSpan.FromSeconds(1));
        Assert.True(_code.Fits(first));
        _time.Advance(TimeSpan.FromSeconds(1));
        Assert.False(_code.Fits(first));
        Assert.Equal(_code.Text, (await File.ReadAllTextAsync(FilePath)).Trim());
        Assert.NotEqual(first, _code.Text);
    }

    [Fact]
    public async Task A_code_that_cannot_be_written_is_not_valid_and_the_one_in_the_file_stays()
    {
        await _code.StartingAsync(CancellationToken.None);
        var first = _code.Text;
        var inTheWay = Directory.CreateDirectory(FilePath + ".new");
        _time.Advance(SetupCode.Validity);
        Assert.Equal(first, _code.Text);
        Assert.Equal(first, (await File.ReadAllTextAsync(FilePath)).Trim());

        inTheWay.Delete();
        _time.Advance(SetupCode.Validity);
        Assert.NotEqual(first, _code.Text);
    }

    [Fact]
    public async Task A_file_that_cannot_be_removed_keeps_nobody_from_going_on()
    {
        await _code.StartingAsync(CancellationToken.None);
        var text = _code.Text!;
        File.Delete(FilePath);
        Directory.CreateDirectory(FilePath);
        await _users.AddAsync("ann", Role.Administrator, "correct horse battery");
        Assert.False(_code.Fits(text));
        Directory.Delete(FilePath);
    }

    [Fact]
    public async Task Once_there_is_an_administrator_there_is_no_code_and_never_again()
    {
        await _code.StartingAsync(CancellationToken.None);
        var text = _code.Text!;
        await _users.AddAsync("ann", Role.Administrator, "correct horse battery");
        Assert.False(_code.Fits(text));
        Assert.False(File.Exists(FilePath));
        _time.Advance(3 * SetupCode.Validity);
        Assert.Null(_code.Text);

        await File.WriteAllTextAsync(FilePath, "left over");
        using var anew = new SetupCode(_users, _installation, _time, NullLogger<SetupCode>.Instance);
        await anew.StartingAsync(CancellationToken.None);
        Assert.Null(anew.Text);
        Assert.False(File.Exists(FilePath));
    }

    [Fact]
    public async Task It_goes_with_the_service()
    {
        await _code.StartingAsync(CancellationToken.None);
        await _code.StoppingAsync(CancellationToken.None);
        Assert.False(File.Exists(FilePath));
    }
}
