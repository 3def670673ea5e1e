using System.Globalization;
using System.Text;
using Dlms.Security;
using Gateway.Configuration;

namespace Gateway.CommandLine;

/// <summary>
/// Remembers the invocation counter of one system title under one key from one verb to the next, in a file that is held for itself while the verb
/// runs: two APDUs under one counter would open both. The file is <c>TITLE-FINGERPRINT.counter</c> and holds the next counter in ten digits.
/// </summary>
internal sealed class ClientCounters : IDisposable
{
    /// <summary>The folder, when no option names it.</summary>
    public const string FolderVariable = "GATEWAY_COUNTERS";

    /// <summary>
    /// How many counters are taken out before the first is sent: 65,536, more than a verb sends, so that none is used again after a verb was killed.
    /// </summary>
    internal const uint Reserved = 65_536;

    private const int Digits = 10;

    private static readonly TimeSpan Retry = TimeSpan.FromMilliseconds(100);

    private readonly FileStream _file;

    private ClientCounters(FileStream file, uint next) => (_file, Next) = (file, next);

    /// <summary>The first counter that was never used; 0 when nothing is known.</summary>
    public uint Next { get; private set; }

    /// <summary>The user's own folder.</summary>
    public static string UsualFolder =>
        Environment.GetEnvironmentVariable(FolderVariable) is { Length: > 0 } given
            ? given
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify), "gateway", "counters");

    /// <summary>Takes the file, and waits for another verb that has it.</summary>
    /// <returns>Null, and a warning, where it cannot be written.</returns>
    /// <exception cref="RefusedException">It holds no number.</exception>
    public static async Task<ClientCounters?> OpenAsync(string folder, SystemTitle title, string fingerprint, CancellationToken cancellationToken)
    {
        var path = Path.Combine(folder, $"{title}-{fingerprint}.counter");
        for (var isTold = false; ; isTold = true)
        {
            try
            {
                Directory.CreateDirectory(folder);
                return Read(HeldFile.Open(path));
            }
            catch (IOException e) when (HeldFile.IsTaken(e))
            {
                if (!isTold)
                {
                    await Console.Error.WriteLineAsync($"Waiting for another dlms verb with the same key, which has {path}.");
                }

                await Task.Delay(Retry, cancellationToken);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                await Console.Error.WriteLineAsync(
                    $"The invocation counter cannot be remembered, so that one that was used may be used again ({e.Message}); give --counter-folder.");
                return null;
            }
        }
    }

    /// <summary>Remembers that every counter below <paramref name="next"/> may have been used; durable when it returns.</summary>
    public void Store(uint next)
    {
        Next = next;
        _file.Position = 0;
        _file.Write(Encoding.ASCII.GetBytes(next.ToString(CultureInfo.InvariantCulture).PadLeft(Digits, '0')));
        _file.SetLength(Digits);
        _file.Flush(flushToDisk: true);
    }

    /// <inheritdoc />
    public void Dispose() => _file.Dispose();

    private static ClientCounters Read(FileStream file)
    {
        // an editor ends it with a line break
        Span<byte> text = stackalloc byte[Digits + 2];
        var length = file.ReadAtLeast(text, text.Length, throwOnEndOfStream: false);
        var next = 0u;
        if (length == 0 || uint.TryParse(text[..length], NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out next))
        {
            return new ClientCounters(file, next);
        }

        file.Dispose();
        throw new RefusedException($"{file.Name} holds no invocation counter; write the next one into it, or delete it.");
    }
}
