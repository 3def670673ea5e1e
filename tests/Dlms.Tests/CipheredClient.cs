using System.Buffers;
using System.Security.Cryptography;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>
/// The client's side of conversations with a ciphered association. What it sends it protects, and what it is answered it deciphers and checks:
/// form, title, security control, and a counter that no answer had before.
/// </summary>
internal sealed class CipheredClient : IAsyncDisposable
{
    public const string CtoS = "4B35366956616759";
    public const ulong DefaultTitle = 0x4D4D4D0000000001;

    private readonly TestServer _server;
    private uint _lastAnswered;

    public CipheredClient(
        TestServer server, ulong title = DefaultTitle, ushort serverSap = 1, IAssociationObserver? observer = null, Connection.Endpoints endpoints = default)
    {
        _server = server;
        Title = new(title);
        Association = new(server.Server, 1, serverSap, observer, endpoints);
    }

    public ApplicationAssociation Association { get; }

    public SystemTitle Title { get; }

    /// <summary>The counter of what is sent next under the global key.</summary>
    public uint Counter { get; set; } = 1;

    public uint DedicatedCounter { get; set; } = 1;

    public byte[] Guek { get; set; } = TestSecurity.Guek;

    public byte[] Gak { get; set; } = TestSecurity.Gak;

    public byte[]? DedicatedKey { get; set; }

    public byte Control { get; set; } = 0x30;

    /// <summary>Whether general-glo-ciphering or general-ded-ciphering is used in place of the service's own form.</summary>
    public bool General { get; set; }

    /// <summary>Whether the dedicated key is used.</summary>
    public bool Dedicated { get; set; }

    public string Conformance { get; set; } = "601E5D";

    public ushort MaxReceivePduSize { get; set; } = 0xFFFF;

    /// <summary>The security control of the InitiateRequest; null: it is not protected.</summary>
    public byte? InitiateControl { get; set; } = 0x30;

    /// <summary>StoC of the association that was made last.</summary>
    public byte[] StoC { get; private set; } = [];

    public string InitiateRequest => DedicatedKey is null
        ? $"01000000065F1F0400{Conformance}{MaxReceivePduSize:X4}"
        : $"0101{DedicatedKey.Length:X2}{Convert.ToHexString(DedicatedKey)}0000065F1F0400{Conformance}{MaxReceivePduSize:X4}";

    public static string InitiateResponse(string conformance) => $"0800065F1F0400{conformance}FFFF0007";

    public Ciphering Global() => SecuritySuite.Suite0.CreateCiphering(Guek, Gak);

    /// <summary>The AARQ, with the next counter.</summary>
    public Aarq Aarq(byte mechanism = 5, string? value = null) => new()
    {
        ApplicationContextName = ObjectIdentifier.ApplicationContext(3),
        CallingApTitle = Title.ToOctets(),
        SenderAcseRequirements = new(new byte[] { 0x80 }, 1),
        MechanismName = ObjectIdentifier.Mechanism(mechanism),
        CallingAuthenticationValue = Hex.Bytes(value ?? (mechanism == 1 ? "3132333435363738" : CtoS)),
        UserInformation = InitiateControl is { } control
            ? Hex.Bytes(Protect(ApduTag.GloInitiateRequest, control, Counter++, InitiateRequest))
            : Hex.Bytes(InitiateRequest),
    };

    /// <summary>Associates with low level security in the ciphered context.</summary>
    public async Task<CipheredClient> OpenLlsAsync()
    {
        var aare = Assert.IsType<Aare>(await Association.AskAsync(Aarq(1)));
        Assert.Equal((AssociationResult.Accepted, ResultSourceDiagnostic.None), (aare.Result, aare.Diagnostic));
        CheckInitiateResponse(aare);
        return this;
    }

    /// <summary>Passes 1 and 2.</summary>
    public async Task<CipheredClient> BeginHlsAsync()
    {
        var aare = Assert.IsType<Aare>(await Association.AskAsync(Aarq()));
        Assert.Equal((AssociationResult.Accepted, ResultSourceDiagnostic.AuthenticationRequired), (aare.Result, aare.Diagnostic));
        Assert.Equal(ObjectIdentifier.Mechanism(5), aare.MechanismName);
        CheckInitiateResponse(aare);
        StoC = aare.RespondingAuthenticationValue!.Value.Span.ToArray();
        Assert.Equal(16, StoC.Length);
        return this;
    }

    /// <summary>f(StoC).</summary>
    public string Reply(uint counter)
    {
        using var ciphering = Global();
        return Convert.ToHexString(ciphering.Mac(Title, counter, StoC));
    }

    public static string ReplyAction(string token) => $"C301C1000F0000280000FF01010911{token}";

    /// <summary>Checks the answer to the reply.</summary>
    public void CheckProof(string answer)
    {
        Assert.StartsWith("C701C100010009111", answer, StringComparison.Ordinal);
        using var ciphering = Global();
        Assert.True(ciphering.VerifyMac(_server.Security.SystemTitle, Hex.Bytes(answer[16..]), Hex.Bytes(CtoS), out _));
    }

    /// <summary>Passes 1 to 4, the counters one after the other.</summary>
    public async Task<CipheredClient> OpenHlsAsync()
    {
        await BeginHlsAsync();
        var (form, control) = (Dedicated, Control);
        (Dedicated, Control) = (false, 0x30);
        CheckProof(await AskAsync(ReplyAction(Reply(Counter++))));
        (Dedicated, Control) = (form, control);
        Assert.Equal(AssociationState.Associated, Association.State);
        return this;
    }

    /// <summary>Plays a transcript of plain requests and answers, each of them protected on its way.</summary>
    public async Task<CipheredClient> PlayAsync(string transcript)
    {
        foreach (var (request, answer) in Dialogue.Parse(transcript))
        {
            Assert.Equal(Convert.ToHexString(answer), await AskAsync(Convert.ToHexString(request)));
        }

        return this;
    }

    /// <summary>One turn: the plain answer, or the exception-response.</summary>
    public async Task<string> AskAsync(string plain) => Unprotect(await Association.AskAsync(Protect(plain)));

    /// <summary>Protects a request in the form that is set, with the next counter.</summary>
    public string Protect(string plain)
    {
        plain = Convert.ToHexString(Hex.Bytes(plain));
        return Protect(FormOf(Hex.Bytes(plain)[0]), Control, Dedicated ? DedicatedCounter++ : Counter++, plain);
    }

    /// <summary>Protects a request with any security control, also those that nobody should answer.</summary>
    public string Protect(ApduTag form, byte control, uint counter, string plain)
    {
        var text = Hex.Bytes(plain);
        var (isAuthenticated, isEncrypted) = ((control & 0x10) != 0, (control & 0x20) != 0);
        byte[] nonce = [.. Title.ToOctets(), (byte)(counter >> 24), (byte)(counter >> 16), (byte)(counter >> 8), (byte)counter];
        byte[] associated = [.. isAuthenticated ? [control, .. Gak] : Array.Empty<byte>(), .. isAuthenticated && !isEncrypted ? text : []];
        var protectedText = new byte[text.Length];
        var tag = new byte[12];
        using var cipher = new AesGcm(CipheredApdu.IsDedicated(form) ? DedicatedKey! : Guek, tag.Length);
        cipher.Encrypt(nonce, isEncrypted ? text : [], isEncrypted ? protectedText : [], tag, associated);
        byte[] content = [.. isEncrypted ? protectedText : text, .. isAuthenticated ? tag : []];
        var output = new ArrayBufferWriter<byte>();
        CipheredApdu.WriteHeader(output, form, CipheredApdu.IsGeneral(form) ? Title.ToOctets() : [], control, counter, content.Length);
        output.Write(content);
        return Convert.ToHexString(output.WrittenSpan);
    }

    /// <summary>Deciphers an answer; an exception-response is never protected.</summary>
    public string Unprotect(string answer)
    {
        if (answer.StartsWith("D8", StringComparison.Ordinal) || answer.Length == 0)
        {
            return answer;
        }

        var ciphered = CipheredApdu.Read(Hex.Bytes(answer));
        Assert.Equal(Control, ciphered.SecurityControl);
        Assert.Equal(General ? _server.Security.SystemTitle.ToOctets() : [], ciphered.SystemTitle.ToArray());
        var plain = Decipher(ciphered);
        Assert.Equal(ciphered.Tag, FormOf(Hex.Bytes(plain)[0]));
        return plain;
    }

    public ValueTask DisposeAsync() => Association.DisposeAsync();

    private void CheckInitiateResponse(Aare aare)
    {
        Assert.Equal(_server.Security.SystemTitle.ToOctets(), aare.RespondingApTitle!.Value.Span.ToArray());
        var information = aare.UserInformation!.Value;
        var plain = Convert.ToHexString(information.Span);
        if (InitiateControl is { } control)
        {
            var ciphered = CipheredApdu.Read(information.Span);
            Assert.Equal((ApduTag.GloInitiateResponse, control), (ciphered.Tag, ciphered.SecurityControl));
            plain = Decipher(ciphered);
        }

        Assert.Equal(InitiateResponse(Conformance), plain);
    }

    public string Decipher(CipheredApdu ciphered)
    {
        Assert.True(ciphered.InvocationCounter > _lastAnswered, "A counter was sent twice.");
        _lastAnswered = ciphered.InvocationCounter;
        using var ciphering = CipheredApdu.IsDedicated(ciphered.Tag) ? SecuritySuite.Suite0.CreateCiphering(DedicatedKey!, Gak) : Global();
        var output = new ArrayBufferWriter<byte>();
        Assert.True(ciphering.TryUnprotect(
            _server.Security.SystemTitle, new(ciphered.SecurityControl), ciphered.InvocationCounter, ciphered.Protected, output));
        return Convert.ToHexString(output.WrittenSpan);
    }

    private ApduTag FormOf(byte plain) => (General, Dedicated) switch
    {
        (true, false) => ApduTag.GeneralGloCiphering,
        (true, true) => ApduTag.GeneralDedCiphering,
        (false, false) => (ApduTag)(plain + 0x08),
        (false, true) => (ApduTag)(plain + 0x10),
    };
}
