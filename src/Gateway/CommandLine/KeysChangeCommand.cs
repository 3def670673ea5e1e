using System.CommandLine;
using Dlms.Security;
using Gateway.Access;
using Gateway.Clocks;
using Gateway.Configuration;
using Gateway.HeadEnd;
using Metering;
using Metering.Audit;
using Metering.Events;
using Metering.Storage;

namespace Gateway.CommandLine;

/// <summary>
/// <c>keys change</c>: replaces password and keys on the machine itself, lowers the security policy, which no head-end can, and raises the counters of a
/// data directory that was brought back.
/// </summary>
internal static class KeysChangeCommand
{
    private const string FromInput = "-";

    private static readonly Option<string?> Password = Secret("--password", "The LLS password, 8 to 64 characters");
    private static readonly Option<string?> Guek = Secret("--guek", "The block cipher key (GUEK), 32 hex digits");
    private static readonly Option<string?> Gak = Secret("--gak", "The authentication key (GAK), 32 hex digits");
    private static readonly Option<string?> Kek = Secret("--kek", "The master key (KEK), 32 hex digits");
    private static readonly Option<bool> LowerPolicy = new("--lower-policy")
    {
        Description = "Takes back what head-ends raised the security policy to; the setting Gateway:Dlms:SecurityPolicy holds again.",
    };

    private static readonly Option<bool> Restored = new("--restored")
    {
        Description = "After the data directory was brought back from a backup, or a virtual machine from a copy or snapshot: raises all invocation counters by "
            + "2^20, so that none is used twice.",
    };

    public static Command Create()
    {
        var command = new Command("change", "Replaces password or keys, lowers the security policy, raises counters; the service has to be stopped.")
        {
            Password, Guek, Gak, Kek, LowerPolicy, Restored, CommonOptions.DataDirectory,
        };
        command.SetAction((parsed, _) => ChangeAsync(parsed, Console.In, Console.Out));
        return command;
    }

    private static Option<string?> Secret(string name, string what) => new(name)
    {
        Description = $"{what}; '{KeyOrder.Drawn}' draws one, '{FromInput}' reads a line from standard input. VALUE itself is seen by every user of this machine.",
        HelpName = $"{KeyOrder.Drawn}|{FromInput}|VALUE",
    };

    private static async Task<int> ChangeAsync(ParseResult parsed, TextReader input, TextWriter output)
    {
        var options = CommonOptions.Settings(parsed);
        DataDirectory.RefuseOther(options.DataDirectory);
        var order = new KeyOrder();
        order.SetPassword(ValueOf(parsed, Password, input), Password.Name);
        order.SetKey(KeyId.GlobalUnicastEncryptionKey, ValueOf(parsed, Guek, input), Guek.Name);
        order.SetKey(KeyId.AuthenticationKey, ValueOf(parsed, Gak, input), Gak.Name);
        order.SetKey(KeyId.MasterKey, ValueOf(parsed, Kek, input), Kek.Name);
        var (lowersPolicy, isRestored) = (parsed.GetValue(LowerPolicy), parsed.GetValue(Restored));
        if (order.IsEmpty && !lowersPolicy && !isRestored)
        {
            throw new RefusedException("Say what to change: --password, --guek, --gak, --kek, --lower-policy or --restored.");
        }

        using var directory = await DataDirectory.TakeAsync(options.DataDirectory, "keys change");
        try
        {
            await using var database = SqliteDatabase.Open(directory.Database);
            var state = new SqliteStateStore(database);
            await ChangeAsync(new Secrets(directory.Path, state), order);
            if (isRestored)
            {
                await RestoredCounters.JumpAsync(state);
            }

            if (lowersPolicy)
            {
                await HeadEndSecurity.LowerPolicyAsync(state);
            }

            await RecordAsync(database, state, order, lowersPolicy, isRestored);
            await output.WriteLineAsync("Changed. The verb keys shows what holds now.");
            return ExitCode.Done;
        }
        catch (StoreException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    /// <summary>Tells head-ends in the event log, and administrators in the audit log: no service runs that could.</summary>
    private static async Task RecordAsync(SqliteDatabase database, SqliteStateStore state, KeyOrder order, bool lowersPolicy, bool isRestored)
    {
        (EventCode Code, bool Is, string Words)[] changes =
        [
            (EventCode.KeysChanged, !order.IsEmpty, order.Words),
            (EventCode.ParametersChanged, lowersPolicy, "the security policy is that of the settings again"),
            (EventCode.ParametersChanged, isRestored, "all invocation counters were raised, since the data directory was brought back"),
        ];
        using var clock = new GatewayClock(TimeProvider.System, state, TimeSpan.Zero);
        using var events = new SqliteEventStore(database);
        var log = new EventLogName(MeterId.Gateway, EventLogKind.Standard);
        await events.AppendAsync(
            [.. changes.Where(change => change.Is).Select(change => new EventEntry(0, log, clock.GetUtcNow(), change.Code, EventMessage.Of($"keys change of user {Environment.UserName}: {change.Words}.")))]);
        var audit = new SqliteAuditStore(database);
        foreach (var (_, _, words) in changes.Where(change => change.Is))
        {
            await audit.AppendAsync(new AuditEntry
            {
                At = clock.GetUtcNow(),
                Actor = $"the command line of user {Environment.UserName}",
                Source = Actor.ThisMachine,
                What = "keys change",
                After = words,
            });
        }
    }

    private static async Task ChangeAsync(Secrets secrets, KeyOrder order)
    {
        if (order.Password is not null)
        {
            await secrets.SetLlsPasswordAsync(order.Password);
        }

        await secrets.SetKeysAsync(order.Apply(await secrets.KeysAsync()));
    }

    private static string? ValueOf(ParseResult parsed, Option<string?> option, TextReader input) => parsed.GetValue(option) switch
    {
        FromInput => input.ReadLine()?.Trim() ?? throw new RefusedException($"{option.Name} {FromInput}: standard input has ended."),
        var value => value,
    };
}
