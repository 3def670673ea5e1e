using System.ComponentModel;
using System.Diagnostics;

namespace Gateway.ServiceControl;

/// <summary>Runs programs of the operating system, without a shell.</summary>
internal static class SystemProgram
{
    /// <summary>What a message shows of a program's words: 500 characters.</summary>
    private const int Shown = 500;

    /// <summary>Runs one to its end; gives its exit code and all that it said.</summary>
    /// <exception cref="ServiceControlException">It cannot be started.</exception>
    public static async Task<(int Code, string Words)> TryAsync(string name, params IEnumerable<string> args)
    {
        try
        {
            var start = new ProcessStartInfo(name, args) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true };
            using var process = Process.Start(start) ?? throw new ServiceControlException($"{name} does not start.");
            process.StandardInput.Close();
            var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
            await process.WaitForExitAsync();
            return (process.ExitCode, $"{await output}{await error}".Trim());
        }
        catch (Win32Exception e)
        {
            throw new ServiceControlException($"{name} cannot be started: {e.Message}", e);
        }
    }

    /// <summary>Runs one that has to succeed.</summary>
    /// <exception cref="ServiceControlException">It did not.</exception>
    public static async Task RunAsync(string name, params IEnumerable<string> args)
    {
        var (code, words) = await TryAsync(name, args);
        if (code != 0)
        {
            throw new ServiceControlException($"{name} {string.Join(' ', args)} failed ({code}): {(words.Length > Shown ? words[..Shown] : words)}");
        }
    }
}
