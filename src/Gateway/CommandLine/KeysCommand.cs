using System.CommandLine;
using System.Text;
using System.Text.Json;
using Dlms.Security;
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
        var command = new Command("keys", "Shows what a DLMS client needs to connect: names, addresses, password, keys.") { Json, CommonOptions.DataDirectory, KeysChangeCommand.Create() };
        command.SetAction((parsed, _) => ShowAsync(CommonOptions.Settings(parsed), parsed.GetValue(Json), Console.Out));
        return command;
    }

    /// <summary>The lines that are also printed at the first start with the simulated bus.</summary>
    public static void Write(TextWriter output, GatewayIdentity identity, ServiceFacts facts, string password, SecurityKeys keys)
    {
        output.WriteLine($"Gateway               {identity.LogicalDeviceName}, system title {Convert.ToHexString(identity.SystemTitle)}");
        output.WriteLine($"DLMS                  TCP port {facts.DlmsPort}, wrapper, logical names");
        output.WriteLine(facts.AllowPublicClient
            ? "Public client         client SAP 16, no authentication: logical devices, names, clock"
            : "Public client         none: it is switched off (Gateway:Dlms:AllowPublicClient)");
        output.WriteLine($"Management client     client SAP 1, suite 0, at least: {SecurityPolicyNames.Of(facts.Policy)}");
        output.WriteLine(facts.AllowHls
            ? "  HLS                 GMAC (mechanism 5)"
            : "  HLS                 none: it is switched off (Gateway:Dlms:AllowHls)");
        output.WriteLine($"  block cipher key    {Convert.ToHexString(keys.GlobalUnicastEncryptionKey)}   (GUEK, EK)");
        output.WriteLine($"  authentication key  {Convert.ToHexString(keys.AuthenticationKey)}   (GAK, AK)");
        output.WriteLine($"  master key          {Convert.ToHexString(keys.MasterKey)}   (KEK)");
        output.WriteLine(facts.AllowLls
            ? $"  LLS password        {Shown(password)}"
            : "  LLS password        none: LLS is switched off (Gateway:Dlms:AllowLls)");
        output.WriteLine("Logical devices       1 the gateway, 16 and up the meters");
    }

    /// <summary>A head-end may have written any octets: what is no printable ASCII is shown as hexadecimal digits.</summary>
    public static string Shown(string password) => password.All(character => character is >= ' ' and <= '~')
        ? password
        : $"0x{Convert.ToHexString(Encoding.Latin1.GetBytes(password))}";

    private static async Task<int> ShowAsync(GatewayOptions options, bool json, TextWriter output)
    {
        DataDirectory.RefuseOther(options.DataDirectory);
        try
        {
            await using var database = SqliteDatabase.OpenToRead(DataDirectory.DatabaseIn(options.DataDirectory));
            var state = new SqliteStateStore(database);
            var facts = ServiceFacts.Load(options, state);
            var secrets = Secrets.ToRead(options.DataDirectory, state) ?? throw NotStarted();
            var (password, keys) = (await secrets.LlsPasswordAsync(), await secrets.KeysAsync());
            var identity = (facts.LogicalDeviceName is { } name ? GatewayIdentity.Of(name) : GatewayIdentity.Find(options, state)) ?? throw NotStarted();
            Print(output, json, identity, facts, password, keys);
            return ExitCode.Done;
        }
        catch (StoreException e)
        {
            throw new RefusedException(e.Message, e);
        }
    }

    /// <summary>A verb that shows draws nothing: the service may have other settings.</summary>
    private static RefusedException NotStarted() => new("There is no serial number or no key yet: they are drawn at the first start. Start the service once.");

    private static void Print(TextWriter output, bool json, GatewayIdentity identity, ServiceFacts facts, string password, SecurityKeys keys)
    {
        if (!json)
        {
            Write(output, identity, facts, password, keys);
            return;
        }

        output.WriteLine(JsonSerializer.Serialize(new
        {
            logicalDeviceName = identity.LogicalDeviceName,
            systemTitle = Convert.ToHexString(identity.SystemTitle),
            port = facts.DlmsPort,
            allowLls = facts.AllowLls,
            allowHls = facts.AllowHls,
            allowPublicClient = facts.AllowPublicClient,
            llsPassword = password,
            securityPolicy = SecurityPolicyNames.Of(facts.Policy),
            blockCipherKey = Convert.ToHexString(keys.GlobalUnicastEncryptionKey),
            authenticationKey = Convert.ToHexString(keys.AuthenticationKey),
            masterKey = Convert.ToHexString(keys.MasterKey),
        }));
    }
}
