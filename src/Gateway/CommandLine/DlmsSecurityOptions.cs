using System.CommandLine;
using System.Security.Cryptography;
using System.Text;
using Cosem;
using Dlms.Client;
using Dlms.Security;

namespace Gateway.CommandLine;

/// <summary>The options that say how a DLMS client proves who it is and protects what it sends.</summary>
internal sealed class DlmsSecurityOptions
{
    private const string PasswordVariable = "GATEWAY_LLS_PASSWORD";
    private const string EncryptionKeyVariable = "GATEWAY_GUEK";
    private const string AuthenticationKeyVariable = "GATEWAY_GAK";
    private const int KeyLength = 16;

    private readonly Option<string?> _password = new("--password")
    {
        Description = $"The management client's password (LLS); better in the environment, {PasswordVariable}. Without password and keys: public client.",
        HelpName = "TEXT",
    };

    private readonly Option<string?> _encryptionKey = new("--guek")
    {
        Description = $"Block cipher key (GUEK, EK), 32 hexadecimal digits, as the verb keys shows it; better in the environment, {EncryptionKeyVariable}.",
        HelpName = "HEX",
    };

    private readonly Option<string?> _authenticationKey = new("--gak")
    {
        Description = $"Authentication key (GAK, AK), 32 hexadecimal digits; better in the environment, {AuthenticationKeyVariable}.",
        HelpName = "HEX",
    };

    private readonly Option<string?> _mechanism = new Option<string?>("--mechanism")
    {
        Description = "hls: both sides prove that they hold the keys (GMAC); lls: the password, in clear; none: public client. "
            + "If not given: hls with keys, lls with a password, else none.",
    }.AcceptOnlyFromAmong("hls", "lls", "none");

    private readonly Option<string?> _protection = new Option<string?>("--protection")
    {
        Description = "How requests are protected with the keys: encrypted (and authenticated; if not given), authenticated, none.",
    }.AcceptOnlyFromAmong("encrypted", "authenticated", "none");

    private readonly Option<bool> _general = new("--general") { Description = "Protected requests go as general-glo-ciphering, not in the form of each service." };

    private readonly Option<string?> _systemTitle = new("--system-title")
    {
        Description = "This client's system title, 16 hexadecimal digits; if not given, one made from the name of this machine.",
        HelpName = "HEX",
    };

    private readonly Option<uint?> _counter = new("--counter")
    {
        Description = "The invocation counter to begin with. If not given, the public client reads it first (object 0.0.43.1.0.255, and one more), "
            + "and the one remembered counts if it is higher.",
        HelpName = "N",
    };

    private readonly Option<string?> _counterFolder = new("--counter-folder")
    {
        Description = $"Where invocation counters are remembered, so that none is used twice; also {ClientCounters.FolderVariable} in the environment. "
            + "If not given, a folder of this user.",
        HelpName = "DIR",
    };

    /// <summary>This machine's: a server keeps a counter for each title, so it must not be another one each time.</summary>
    public static byte[] UsualTitle => [.. "GWC"u8, .. SHA256.HashData(Encoding.UTF8.GetBytes(Environment.MachineName)).AsSpan(0, SystemTitle.Length - 3)];

    /// <summary>Adds the options to a verb.</summary>
    public void AddTo(Command command)
    {
        foreach (var option in (Option[])[_password, _mechanism, _encryptionKey, _authenticationKey, _protection, _general, _systemTitle, _counter, _counterFolder])
        {
            command.Add(option);
        }
    }

    /// <summary>How to associate, as the command line says.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="counter">How to come to the invocation counter; null when none is sent.</param>
    public DlmsClientOptions Read(ParseResult parsed, out CounterUse? counter)
    {
        var security = Security(parsed);
        var password = parsed.GetValue(_password) ?? Environment.GetEnvironmentVariable(PasswordVariable);
        if (password?.All(char.IsAscii) == false)
        {
            throw new RefusedException("--password takes ASCII characters.");
        }

        var mechanism = parsed.GetValue(_mechanism) ?? (security, password) switch
        {
            (not null, _) => "hls",
            (_, not null) => "lls",
            _ => "none",
        };
        counter = security is not null && mechanism != "none" && (mechanism == "hls" || security.Protection != SecurityPolicy.None)
            ? new(
                parsed.GetValue(_counter),
                parsed.GetValue(_counterFolder) ?? ClientCounters.UsualFolder,
                SecurityKeys.FingerprintOf(Key(parsed, _encryptionKey, EncryptionKeyVariable)))
            : null;
        return mechanism switch
        {
            "none" => new DlmsClientOptions(),
            "lls" when password is not null => new DlmsClientOptions
            {
                ClientSap = (ushort)ClientSap.Management,
                Authentication = ClientAuthentication.LowLevel,
                LowLevelSecret = Octets.FromAscii(password),
                Security = security,
            },
            "lls" => throw new RefusedException($"--mechanism lls needs a password: --password, or {PasswordVariable} in the environment."),
            _ when security is not null => new DlmsClientOptions { ClientSap = (ushort)ClientSap.Management, Security = security },
            _ => throw new RefusedException(
                $"--mechanism hls needs keys: --guek and --gak, or {EncryptionKeyVariable} and {AuthenticationKeyVariable} in the environment."),
        };
    }

    /// <summary>The keys and their use; null without keys.</summary>
    private ClientSecurity? Security(ParseResult parsed)
    {
        var encryption = Key(parsed, _encryptionKey, EncryptionKeyVariable);
        var authentication = Key(parsed, _authenticationKey, AuthenticationKeyVariable);
        if (encryption is not null && authentication is not null)
        {
            return new ClientSecurity(Title(parsed), encryption, authentication)
            {
                Protection = parsed.GetValue(_protection) switch
                {
                    "none" => SecurityPolicy.None,
                    "authenticated" => SecurityPolicy.Authenticated,
                    _ => SecurityPolicy.AuthenticatedAndEncrypted,
                },
                Form = parsed.GetValue(_general) ? CipheringForm.General : CipheringForm.ServiceSpecific,
                InvocationCounter = parsed.GetValue(_counter) ?? 1,
            };
        }

        if (encryption is not null || authentication is not null)
        {
            throw new RefusedException(encryption is null ? $"--gak needs --guek too (or {EncryptionKeyVariable})." : $"--guek needs --gak too (or {AuthenticationKeyVariable}).");
        }

        return parsed.GetValue(_protection) is null or "none" && !parsed.GetValue(_general) && parsed.GetValue(_counter) is null
            ? null
            : throw new RefusedException("--protection, --general and --counter need keys: --guek and --gak.");
    }

    private static byte[]? Key(ParseResult parsed, Option<string?> option, string variable)
    {
        var (text, name) = parsed.GetValue(option) is { } given ? (given, option.Name) : (Environment.GetEnvironmentVariable(variable), variable);
        return string.IsNullOrEmpty(text) ? null
            : Digits(text, KeyLength) ?? throw new RefusedException($"{name} is no key: it takes 32 hexadecimal digits.");
    }

    private SystemTitle Title(ParseResult parsed)
    {
        var octets = parsed.GetValue(_systemTitle) is { } text ? Digits(text, SystemTitle.Length) : UsualTitle;
        return SystemTitle.TryParse(octets, out var title) ? title : throw new RefusedException("--system-title takes 16 hexadecimal digits.");
    }

    private static byte[]? Digits(string text, int length)
    {
        var digits = text.Replace(" ", "", StringComparison.Ordinal);
        return digits.Length == 2 * length && digits.All(char.IsAsciiHexDigit) ? Convert.FromHexString(digits) : null;
    }
}
