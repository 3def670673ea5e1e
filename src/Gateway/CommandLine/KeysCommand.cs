using System.CommandLine;
using System.Text.Json;
using Gateway.Configuration;
using Metering;
using Metering.Storage;

namespace Gateway.CommandLine;

/// <summary><c>keys</c>: what a DLMS client needs to connect, for whoever may read the data directory.</summary>
internal static class KeysCommand
{
    private static readonly Option<bool> Json = new("--json") { Description = "One JSON object." };

    public static Command Create()
    {
        var command = new Command("keys", "Shows what a DLMS client needs to connect: names, addresses, password.") { Json, CommonOptions.DataDirectory };
        command.SetAction((parsed, _) => ShowAsync(CommonOptions.Settings(parsed), parsed.GetValue(Json), Console.Out));
        return command;
    }

    /// <summary>The lines that are also printed at the first start with the simulated bus.</summary>
    public static void Write(TextWriter output, GatewayIdentity identity, ServiceFacts facts, string password)
    {
        output.WriteLine($"Gateway               {identity.LogicalDeviceName}, system title {Convert.ToHexString(identity.SystemTitle)}");
        output.WriteLine($"DLMS                  TCP port {facts.DlmsPort}, wrapper, logical names");
        output.WriteLine("Public client         client SAP 16, no authentication: logical devices, names, clock");
        output.WriteLine(facts.AllowLls
            ? $"Management client     client SAP 1, LLS password {password}"
            : "Management client     client SAP 1; LLS is switched off (Gateway:Dlms:AllowLls)");
        output.WriteLine("Logical devices       1 the gateway, 16 and up the meters");
    }

    private static async Task<int> ShowAsync(GatewayOptions options, bool json, TextWriter output)
    {
        if (!File.Exists(DataDirectory.DatabaseIn(options.DataDirectory)))
        {
            throw new RefusedException($"{Path.GetFullPath(options.DataDirectory)} is no data directory; start the service once, or give --data-directory.");
        }

        try
        {
            await using var database = SqliteDatabase.Open(DataDirectory.DatabaseIn(options.DataDirectory));
            var state = new SqliteStateStore(database);
            var identity = await GatewayIdentity.LoadAsync(options, state);
            var password = await new Secrets(options.DataDirectory, state).LlsPasswordAsync();
            var facts = ServiceFacts.Load(options, state);
            Print(output, json, identity, facts, password);
            return ExitCode.Done;
        }
        catch (StoreException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    private static void Print(TextWriter output, bool json, GatewayIdentity identity, ServiceFacts facts, string password)
    {
        if (!json)
        {
            Write(output, identity, facts, password);
            return;
        }

        output.WriteLine(JsonSerializer.Serialize(new
        {
            logicalDeviceName = identity.LogicalDeviceName,
            systemTitle = Convert.ToHexString(identity.SystemTitle),
            port = facts.DlmsPort,
            allowLls = facts.AllowLls,
            llsPassword = password,
        }));
    }
}
