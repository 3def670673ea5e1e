using System.Buffers;
using System.Security.Cryptography;
using Cosem;
using Dlms.Security;

namespace Dlms.Client;

/// <summary>
/// Protects what a client sends and verifies what it is answered (IEC 62056-5-3). The tag is verified before the counter is taken; what is refused changes
/// nothing. One for a connection, since counters go on over its associations.
/// </summary>
internal sealed class ClientProtection(ClientSecurity security) : IDisposable
{
    private readonly SecurityControl _control = SecurityControl.Of(ClientSecurity.Suite, security.Protection);
    private readonly Ciphering _global = security.CreateCiphering();
    private Ciphering? _dedicated;
    private SystemTitle? _server;
    private SystemTitle? _provenServer;
    private uint? _lastGlobal;
    private uint? _lastDedicated;

    /// <summary>The counter of the next APDU.</summary>
    public uint NextCounter { get; private set; } = security.InvocationCounter;

    /// <summary>The counter last accepted with the global key; null when there was none.</summary>
    public uint? LastReceived => _lastGlobal;

    /// <summary>Draws the dedicated key of a new association.</summary>
    public Octets DrawDedicatedKey()
    {
        var key = RandomNumberGenerator.GetBytes(ClientSecurity.Suite.KeyLength);
        _dedicated?.Dispose();
        (_dedicated, _lastDedicated) = (security.CreateCiphering(key), null);
        return key;
    }

    /// <summary>Takes the server's title from its AARE. Once a tag has verified with it, it stays the same as long as the connection.</summary>
    /// <exception cref="ProtectionException">It is none, the client's own, or not the one it has to be.</exception>
    public void UseServer(Octets? respondingApTitle)
    {
        if (!SystemTitle.TryParse(respondingApTitle is { } octets ? octets.Span : [], out var title))
        {
            throw new ProtectionException("The AARE bears no system title of the server.");
        }

        if (title == security.SystemTitle)
        {
            throw new ProtectionException($"The server calls itself {title}, which is this client's system title.");
        }

        if ((_provenServer ?? security.ServerSystemTitle) is { } expected && title != expected)
        {
            throw new ProtectionException($"The server calls itself {title}, not {expected}.");
        }

        _server = title;
    }

    /// <summary>Protects a request.</summary>
    /// <returns>The protected APDU and its tag.</returns>
    public (byte[] Octets, ApduTag Form) Protect(Apdu request)
    {
        var form = FormOf(request.Tag);
        var ciphering = CipheringOf(form);
        var plain = request.ToArray();
        var counter = TakeCounter();
        var output = new ArrayBufferWriter<byte>(plain.Length + 64);
        var title = CipheredApdu.IsGeneral(form) ? security.SystemTitle.ToOctets() : [];
        CipheredApdu.WriteHeader(output, form, title, _control.Octet, counter, plain.Length + ciphering.Overhead(_control));
        ciphering.Protect(security.SystemTitle, _control, counter, plain, output);
        return (output.WrittenSpan.ToArray(), form);
    }

    /// <summary>How long a request can be before it is protected, if it must not be longer than this afterwards; octets.</summary>
    public int MaxPlainLength(ApduTag request, int maxLength)
    {
        var form = FormOf(request);
        return maxLength - CipheredApdu.HeaderLength(form, SystemTitle.Length, maxLength) - _global.Overhead(_control);
    }

    /// <summary>Verifies an answer and takes it out of its protection.</summary>
    /// <param name="answer">What was received; plain is refused.</param>
    /// <param name="request">The tag of the protected request.</param>
    /// <exception cref="ProtectionException">It is not protected as it must be.</exception>
    /// <exception cref="ApduException">It is, and cannot be read.</exception>
    public Apdu Unprotect(Apdu? answer, ApduTag request)
    {
        if (answer is not CipheredMessage message)
        {
            throw new ProtectionException($"The server answers {request} with {(answer is null ? "nothing" : $"a plain {answer.Tag}")}.");
        }

        if (!message.SystemTitle.Span.IsEmpty && (!SystemTitle.TryParse(message.SystemTitle.Span, out var title) || title != _server))
        {
            throw new ProtectionException($"The answer bears the system title {message.SystemTitle}, not the server's, {_server}.");
        }

        var control = new SecurityControl(message.SecurityControl);
        if (!security.Protection.IsSatisfiedBy(control))
        {
            throw new ProtectionException($"The answer is protected less than the request: {control}, not {_control}.");
        }

        var isDedicated = CipheredApdu.IsDedicated(message.Tag);
        var plain = new ArrayBufferWriter<byte>();
        if (isDedicated != CipheredApdu.IsDedicated(request)
            || _server is not { } server
            || !CipheringOf(message.Tag).TryUnprotect(server, control, message.InvocationCounter, message.Protected.Span, plain))
        {
            throw new ProtectionException("The answer's authentication tag does not verify.");
        }

        _provenServer = server;
        Accept(message.InvocationCounter, ref (isDedicated ? ref _lastDedicated : ref _lastGlobal));
        var inside = Apdu.Decode(plain.WrittenSpan);
        return IsFormOf(message.Tag, request, inside.Tag)
            ? inside
            : throw new ProtectionException($"The server answers {request} with {message.Tag} around {inside.Tag}.");
    }

    /// <summary>f(StoC), the proof of this client.</summary>
    public Octets ReplyTo(Octets challenge) => _global.Mac(security.SystemTitle, TakeCounter(), challenge.Span);

    /// <summary>Verifies f(CtoS), the proof of the server, in a time that does not depend on it.</summary>
    /// <param name="token">The server's reply.</param>
    /// <param name="challenge">The challenge it replies to.</param>
    /// <param name="last">The counter last accepted before the APDU that carries the reply; null: not compared, since the challenge alone keeps it fresh.</param>
    public void VerifyReply(Octets token, Octets challenge, uint? last)
    {
        if (!_global.VerifyMac(_server!.Value, token.Span, challenge.Span, out var counter))
        {
            throw new ProtectionException("The server's reply to the challenge does not verify.");
        }

        _provenServer = _server;
        if (counter <= last)
        {
            throw NotAbove(counter, last.Value);
        }
    }

    /// <summary>Wipes the keys.</summary>
    public void Dispose()
    {
        _global.Dispose();
        _dedicated?.Dispose();
    }

    private static void Accept(uint counter, ref uint? last)
    {
        if (counter <= last)
        {
            throw NotAbove(counter, last.Value);
        }

        last = counter;
    }

    private static ProtectionException NotAbove(uint counter, uint last) => new($"The server's invocation counter {counter} is not above {last}.");

    /// <summary>Whether an answer came in the form of its request. Some servers put the InitiateResponse into a general form.</summary>
    private static bool IsFormOf(ApduTag answer, ApduTag request, ApduTag inside) =>
        CipheredApdu.IsGeneral(answer)
            ? answer == request || request == ApduTag.GloInitiateRequest
            : !CipheredApdu.IsGeneral(request) && CipheredApdu.PlainTagOf(answer) == inside;

    private ApduTag FormOf(ApduTag request) => (security.Form, request) switch
    {
        (_, ApduTag.InitiateRequest) => ApduTag.GloInitiateRequest,
        (CipheringForm.ServiceSpecific, ApduTag.GetRequest) => ApduTag.GloGetRequest,
        (CipheringForm.ServiceSpecific, ApduTag.SetRequest) => ApduTag.GloSetRequest,
        (CipheringForm.ServiceSpecific, ApduTag.ActionRequest) => ApduTag.GloActionRequest,
        (CipheringForm.Dedicated, ApduTag.GetRequest) => ApduTag.DedGetRequest,
        (CipheringForm.Dedicated, ApduTag.SetRequest) => ApduTag.DedSetRequest,
        (CipheringForm.Dedicated, ApduTag.ActionRequest) => ApduTag.DedActionRequest,
        (CipheringForm.Dedicated, _) => ApduTag.GeneralDedCiphering,
        _ => ApduTag.GeneralGloCiphering,
    };

    private Ciphering CipheringOf(ApduTag form) => CipheredApdu.IsDedicated(form) ? _dedicated! : _global;

    /// <summary>The last value there is stays unused, as the standard has it.</summary>
    private uint TakeCounter() => NextCounter < uint.MaxValue ? NextCounter++ : throw new InvocationCounterExhaustedException();
}
