using System.Buffers;
using Cosem;
using Dlms.Security;

namespace Dlms.Association;

/// <summary>
/// Deciphers what one client sends and protects what it is answered, each answer in the form of its request (IEC 62056-5-3).
/// The tag is verified first, then the counter is taken; what is refused changes nothing.
/// </summary>
/// <remarks>
/// After a transfer of keys the association that made it accepts the new keys and those before, since some head-ends change at once and
/// others with the next association; an answer goes under the keys of its request. Keys that somebody else changed end the former ones at once.
/// </remarks>
internal sealed class MessageProtection(IServerSecurity security, SystemTitle client, SecurityAlarm alarm) : IDisposable
{
    /// <summary>As many transfers as three keys one by one can take, and one more.</summary>
    private const int MaxKeys = 5;

    private readonly List<(SecurityKeys Keys, Ciphering Ciphering)> _global = [];
    private Ciphering? _dedicated;
    private uint? _lastDedicated;

    /// <summary>The counter last accepted before the APDU that was deciphered last; null when there was none.</summary>
    private uint? _counterBefore;

    /// <summary>The counter of the APDU that was deciphered last.</summary>
    private uint _counter;

    /// <summary>The system title of the client.</summary>
    public SystemTitle Client { get; } = client;

    /// <summary>Uses a dedicated key beside the global one.</summary>
    public void UseDedicatedKey(Octets key) => _dedicated = security.Keys.CreateCiphering(key.Span);

    /// <summary>Deciphers an APDU.</summary>
    /// <param name="apdu">The protected APDU.</param>
    /// <param name="plain">Where the APDU inside goes; nothing unless it is good.</param>
    /// <exception cref="ApduException">It cannot be deciphered, or its counter is not above the last.</exception>
    public async ValueTask<RequestProtection> UnprotectAsync(ReadOnlyMemory<byte> apdu, IBufferWriter<byte> plain)
    {
        var (protection, keys, counter) = Decipher(apdu.Span, plain);
        if (keys is null)
        {
            AcceptDedicated(counter);
            return protection;
        }

        var verdict = await security.ReceiveCounters.AcceptAsync(keys.Fingerprint, Client, counter);
        if (verdict.IsAccepted)
        {
            (_counterBefore, _counter) = (verdict.LastBefore, counter);
            return protection;
        }

        if (verdict.Outcome == CounterOutcome.TooManyTitles)
        {
            alarm.Tell(SecurityEvent.TooManyClientTitles, $"client title {Client}");
            throw ApduException.Deciphering("There are too many client titles.");
        }

        throw Replayed(verdict.Expected, counter);
    }

    /// <summary>Whether a counter inside the APDU that was deciphered last is a new one; some clients use the APDU's own once more.</summary>
    public bool IsNew(uint counter) => counter == _counter || _counterBefore is null || counter > _counterBefore;

    /// <summary>Protects the answer to a request.</summary>
    public async ValueTask ProtectAsync(RequestProtection request, ReadOnlyMemory<byte> plain, IBufferWriter<byte> output)
    {
        var counter = await security.SendCounter.NextAsync();
        var form = CipheredApdu.ResponseTagFor(request.Form, (ApduTag)plain.Span[0]);
        Span<byte> title = stackalloc byte[SystemTitle.Length];
        security.SystemTitle.CopyTo(title);
        var length = plain.Length + request.Ciphering!.Overhead(request.Control);
        CipheredApdu.WriteHeader(output, form, CipheredApdu.IsGeneral(form) ? title : [], request.Control.Octet, counter, length);
        request.Ciphering.Protect(security.SystemTitle, request.Control, counter, plain.Span, output);
    }

    /// <summary>How long an answer to a request can be before it is protected, if it must not be longer than this afterwards; octets.</summary>
    public static int MaxPlainLength(RequestProtection request, int maxLength)
    {
        if (request.Ciphering is not { } ciphering)
        {
            return maxLength;
        }

        var title = CipheredApdu.IsGeneral(request.Form) ? SystemTitle.Length : 0;
        return maxLength - CipheredApdu.HeaderLength(request.Form, title, maxLength) - ciphering.Overhead(request.Control);
    }

    /// <summary>The keys were changed by this association: it may use the former ones until it ends.</summary>
    public void AcceptOwnChange()
    {
        if (_global.Count == MaxKeys)
        {
            _global[^1].Ciphering.Dispose();
            _global.RemoveAt(_global.Count - 1);
        }

        _global.Insert(0, (security.Keys, security.Keys.CreateCiphering()));
    }

    /// <summary>Verifies the reply to a challenge with the keys there were when the APDU was deciphered that carries it.</summary>
    public bool TryVerifyMac(ReadOnlySpan<byte> token, ReadOnlySpan<byte> challenge, out uint counter, out Ciphering? verifiedWith)
    {
        foreach (var (_, ciphering) in _global.Count == 0 ? GlobalKeys() : _global)
        {
            if (ciphering.VerifyMac(Client, token, challenge, out counter))
            {
                verifiedWith = ciphering;
                return true;
            }
        }

        (counter, verifiedWith) = (0, null);
        return false;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _global.ForEach(entry => entry.Ciphering.Dispose());
        _global.Clear();
        _dedicated?.Dispose();
    }

    private (RequestProtection Protection, SecurityKeys? Keys, uint Counter) Decipher(ReadOnlySpan<byte> apdu, IBufferWriter<byte> plain)
    {
        var ciphered = CipheredApdu.Read(apdu);
        var control = new SecurityControl(ciphered.SecurityControl);
        if (control != SecurityControl.Authenticated && control != SecurityControl.AuthenticatedAndEncrypted)
        {
            throw Refused(ciphered, "the security control");
        }

        if (!ciphered.SystemTitle.IsEmpty && (!SystemTitle.TryParse(ciphered.SystemTitle, out var title) || title != Client))
        {
            throw Refused(ciphered, "the system title");
        }

        var global = GlobalKeys();
        if (CipheredApdu.IsDedicated(ciphered.Tag))
        {
            return _dedicated?.TryUnprotect(Client, control, ciphered.InvocationCounter, ciphered.Protected, plain) == true
                ? (new(ciphered.Tag, control, _dedicated), null, ciphered.InvocationCounter)
                : throw Refused(ciphered, _dedicated is null ? "the key: there is no dedicated one" : "the tag");
        }

        foreach (var (keys, ciphering) in global)
        {
            if (ciphering.TryUnprotect(Client, control, ciphered.InvocationCounter, ciphered.Protected, plain))
            {
                return (new(ciphered.Tag, control, ciphering), keys, ciphered.InvocationCounter);
            }
        }

        throw Refused(ciphered, "the tag");
    }

    /// <summary>The keys that are accepted, the newest first.</summary>
    private List<(SecurityKeys Keys, Ciphering Ciphering)> GlobalKeys()
    {
        var current = security.Keys;
        if (_global.Count > 0 && ReferenceEquals(_global[0].Keys, current))
        {
            return _global;
        }

        if (_global.Count > 0)
        {
            Dispose(); // somebody else changed them: neither the former ones nor the dedicated one are good any longer
            _dedicated = null;
        }

        _global.Add((current, current.CreateCiphering()));
        return _global;
    }

    private void AcceptDedicated(uint counter)
    {
        if (counter <= _lastDedicated)
        {
            throw Replayed(Saturated.Add(_lastDedicated.Value, 1), counter);
        }

        _lastDedicated = counter;
    }

    private ApduException Refused(CipheredApdu ciphered, string what)
    {
        alarm.Tell(SecurityEvent.DecipheringFailed, $"{ciphered.Tag} with counter {ciphered.InvocationCounter}, client title {Client}: wrong is {what}");
        return ApduException.Deciphering($"The protected APDU is refused for {what}.");
    }

    private ApduException Replayed(uint expected, uint counter)
    {
        alarm.Tell(SecurityEvent.Replayed, $"counter {counter}, client title {Client}, expected is {expected}");
        return ApduException.Replayed(expected);
    }
}
