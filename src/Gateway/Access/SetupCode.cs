using System.Security.Cryptography;
using System.Text;
using Gateway.Configuration;

namespace Gateway.Access;

/// <summary>
/// The one-time code by which the first administrator is made. It stands in the file <c>setup.code</c> of the data directory, which only its owner can
/// read, and on the terminal of whoever started the service there: who knows it has the machine already. After an hour it is another one.
/// </summary>
internal sealed partial class SetupCode(Users users, Installation installation, TimeProvider time, ILogger<SetupCode> log) : LifecycleService, IDisposable
{
    /// <summary>How long a code is valid: 1 h.</summary>
    public static readonly TimeSpan Validity = TimeSpan.FromHours(1);

    /// <summary>Letters and digits that nobody takes for another: 31, which is 59 bits a code.</summary>
    private const string Characters = "ABCDEFGHJKMNPQRSTUVWXYZ23456789";

    private const int PartLength = 4;
    private const int Parts = 3;

    private readonly Lock _gate = new();
    private string? _code;
    private ITimer? _timer;

    /// <summary>The code that is valid now; null: there is an administrator.</summary>
    public string? Text
    {
        get
        {
            lock (_gate)
            {
                return _code;
            }
        }
    }

    /// <summary>Where a data directory has its file.</summary>
    public static string FileIn(string folder) => Path.Combine(folder, "setup.code");

    /// <summary>Draws the first code, where there is no administrator.</summary>
    public override Task StartingAsync(CancellationToken cancellationToken)
    {
        if (users.HaveAdministrator)
        {
            DeleteFile();
            return Task.CompletedTask;
        }

        users.AdministratorMade += (_, _) => End();
        Draw();
        _timer = time.CreateTimer(_ => DrawNext(), null, Validity, Validity);
        return Task.CompletedTask;
    }

    /// <summary>The code is of this start alone.</summary>
    public override Task StoppingAsync(CancellationToken cancellationToken)
    {
        End();
        return Task.CompletedTask;
    }

    /// <summary>Whether a text is the code; blanks, dashes and small letters do not matter.</summary>
    public bool Fits(string text) =>
        Text is { } code && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Bare(text)), Encoding.UTF8.GetBytes(Bare(code)));

    /// <inheritdoc />
    public void Dispose() => _timer?.Dispose();

    /// <summary>There is an administrator, or the service stops: no code is valid any more.</summary>
    private void End()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _code = null;
            DeleteFile();
        }
    }

    private static string Bare(string text) => text.Replace("-", "", StringComparison.Ordinal).Replace(" ", "", StringComparison.Ordinal).ToUpperInvariant();

    /// <summary>Nobody waits for it: where it cannot be written the code before it stays, in the file and here, until the next one.</summary>
    private void DrawNext()
    {
        try
        {
            Draw();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotDrawn(log, e.Message);
        }
    }

    /// <summary>What is valid stands in the file: whoever reads it is never told another one.</summary>
    private void Draw()
    {
        lock (_gate)
        {
            if (users.HaveAdministrator)
            {
                return;
            }

            var code = string.Join('-', Enumerable.Range(0, Parts).Select(_ => RandomNumberGenerator.GetString(Characters, PartLength)));
            OwnerOnlyFile.Write(FileIn(installation.Path), [code]);
            _code = code;
        }
    }

    /// <summary>What stands in a file that cannot be removed is valid no more; the administrator is made all the same.</summary>
    private void DeleteFile()
    {
        try
        {
            File.Delete(FileIn(installation.Path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            LogNotRemoved(log, FileIn(installation.Path), e.Message);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "No new one-time code could be written, the one before stays valid: {Reason}")]
    private static partial void LogNotDrawn(ILogger logger, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{File} could not be removed; its code is valid no more: {Reason}")]
    private static partial void LogNotRemoved(ILogger logger, string file, string reason);
}
