using System.Text;
using Dlms.Security;
using Gateway.CommandLine;
using Gateway.Configuration;

namespace Gateway.HeadEnd;

/// <summary>Which of password and keys of the management client are replaced, and by what; for the verb and for the interface.</summary>
internal sealed class KeyOrder
{
    /// <summary>Asks for a new one to be drawn.</summary>
    public const string Drawn = "new";

    private const int MinPasswordLength = 8;
    private const int MaxPasswordLength = 64;

    private readonly Dictionary<KeyId, byte[]> _keys = [];

    /// <summary>The new LLS password; null: it stays.</summary>
    public byte[]? Password { get; private set; }

    /// <summary>Whether there is nothing to replace.</summary>
    public bool IsEmpty => Password is null && _keys.Count == 0;

    /// <summary>Whether a key is replaced.</summary>
    public bool ChangesKeys => _keys.Count > 0;

    /// <summary>What is replaced, in words.</summary>
    public string Words => string.Join(", ", [.. Password is null ? Array.Empty<string>() : ["LLS password"], .. _keys.Keys.Select(key => key.ToString())]);

    /// <summary>Adds the password.</summary>
    /// <param name="text">It, or <see cref="Drawn"/>; null: it stays.</param>
    /// <param name="name">What the message calls it.</param>
    /// <exception cref="RefusedException">It does not do.</exception>
    public void SetPassword(string? text, string name) => Password = text switch
    {
        null => null,
        Drawn => Encoding.ASCII.GetBytes(Secrets.DrawPassword()),
        { Length: >= MinPasswordLength and <= MaxPasswordLength } when text.All(char.IsAscii) => Encoding.ASCII.GetBytes(text),
        _ => throw new RefusedException($"{name} takes {MinPasswordLength} to {MaxPasswordLength} ASCII characters."),
    };

    /// <summary>Adds a key.</summary>
    /// <param name="id">Which.</param>
    /// <param name="text">Its hexadecimal digits, or <see cref="Drawn"/>; null: it stays.</param>
    /// <param name="name">What the message calls it.</param>
    /// <exception cref="RefusedException">It does not do.</exception>
    public void SetKey(KeyId id, string? text, string name)
    {
        var digits = 2 * SecuritySuite.Suite0.KeyLength;
        if (text is not null)
        {
            _keys[id] = text == Drawn ? Secrets.DrawKey()
                : text.Length == digits && text.All(char.IsAsciiHexDigit) ? Convert.FromHexString(text)
                : throw new RefusedException($"{name} takes {digits} hex digits or '{Drawn}'.");
        }
    }

    /// <summary>The keys that hold then.</summary>
    public SecurityKeys Apply(SecurityKeys held) => _keys.Aggregate(held, (keys, key) => keys.With(key.Key, key.Value));
}
