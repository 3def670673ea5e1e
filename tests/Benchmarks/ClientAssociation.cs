using System.Buffers;
using System.Security.Cryptography;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms;
using Dlms.Acse;
using Dlms.Security;
using Dlms.Xdlms;

namespace Benchmarks;

/// <summary>
/// The client's side of an association without a transport: with a password and plain, or with GMAC and ciphered (mechanism 5). It makes
/// requests and opens answers as fast as it can, since it shares the machine with the server that is measured.
/// </summary>
/// <param name="peer">The server.</param>
/// <param name="title">The client's title; null: a plain association with the password.</param>
internal sealed class ClientAssociation(Peer peer, ClientTitle? title) : IDisposable
{
    private const int ChallengeLength = 16;

    private readonly Ciphering? _ciphering = title is null ? null : peer.Keys.CreateCiphering();
    private readonly ArrayBufferWriter<byte> _opened = new();
    private SystemTitle _server;

    /// <summary>How requests are protected.</summary>
    public SecurityControl Control { get; init; } = SecurityControl.AuthenticatedAndEncrypted;

    /// <summary>Whether requests go in general-glo-ciphering.</summary>
    public bool IsGeneral { get; init; }

    /// <summary>The longest answer it takes, in octets.</summary>
    public ushort MaxReceivePduSize { get; init; } = 16_384;

    /// <summary>Makes the association.</summary>
    /// <param name="exchange">Sends a request and gives the answer.</param>
    public async Task OpenAsync(Func<ReadOnlyMemory<byte>, ValueTask<ReadOnlyMemory<byte>>> exchange)
    {
        var challenge = RandomNumberGenerator.GetBytes(ChallengeLength);
        var aare = Apdu.Decode((await exchange(Aarq(challenge).ToArray())).Span) as Aare;
        if (aare is not { Result: AssociationResult.Accepted })
        {
            throw new InvalidOperationException($"{peer.Host}:{peer.Port} refuses the association: {aare}");
        }

        if (_ciphering is not null)
        {
            _server = SystemTitle.TryParse(aare.RespondingApTitle!.Value.Span, out var server) ? server : default;
            var token = _ciphering.Mac(title!.Value, title.Next(), aare.RespondingAuthenticationValue!.Value.Span);
            var reply = new ActionRequest.Normal(
                InvokeIdAndPriority.Request(1),
                new(ClassId.AssociationLn, AssociationLn.CurrentAssociation, AssociationLn.ReplyToHls),
                new CosemData.OctetString(token));
            var answer = Open(await exchange(Protect(reply.ToArray())));
            if (Apdu.Decode(answer.Span) is not ActionResponse.Normal { Response.Result: ActionResult.Success })
            {
                throw new InvalidOperationException($"{peer.Host}:{peer.Port} refuses the reply to its challenge: {Convert.ToHexString(answer.Span)}");
            }
        }
    }

    /// <summary>Writes a request as it goes to the server.</summary>
    public void Protect(ReadOnlySpan<byte> plain, IBufferWriter<byte> output)
    {
        if (_ciphering is null)
        {
            output.Write(plain);
            return;
        }

        Span<byte> own = stackalloc byte[SystemTitle.Length];
        title!.Value.CopyTo(own);
        var counter = title.Next();
        CipheredApdu.WriteHeader(output, FormOf((ApduTag)plain[0]), own, Control.Octet, counter, plain.Length + _ciphering.Overhead(Control));
        _ciphering.Protect(title.Value, Control, counter, plain, output);
    }

    /// <summary>A request as it goes to the server.</summary>
    public byte[] Protect(ReadOnlySpan<byte> plain)
    {
        var output = new ArrayBufferWriter<byte>();
        Protect(plain, output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Opens an answer; what it gives is valid until the next one.</summary>
    public ReadOnlyMemory<byte> Open(ReadOnlyMemory<byte> answer)
    {
        if (_ciphering is null)
        {
            return answer;
        }

        _opened.ResetWrittenCount();
        var tag = (ApduTag)answer.Span[0];
        if (!CipheredApdu.IsCiphered(tag))
        {
            throw new InvalidOperationException($"The answer is not ciphered: {Convert.ToHexString(answer.Span)}");
        }

        var apdu = CipheredApdu.Read(answer.Span);
        return _ciphering.TryUnprotect(_server, new(apdu.SecurityControl), apdu.InvocationCounter, apdu.Protected, _opened)
            ? _opened.WrittenMemory
            : throw new InvalidOperationException($"The answer does not verify: {Convert.ToHexString(answer.Span)}");
    }

    /// <inheritdoc />
    public void Dispose() => _ciphering?.Dispose();

    private Aarq Aarq(byte[] challenge)
    {
        var initiate = new InitiateRequest
        {
            ProposedConformance = Conformance.Get | Conformance.Action | Conformance.BlockTransferWithGet | Conformance.SelectiveAccess
                | (IsGeneral ? Conformance.GeneralProtection : Conformance.None),
            ClientMaxReceivePduSize = MaxReceivePduSize,
        }.ToArray();
        var authenticated = new Aarq
        {
            SenderAcseRequirements = new CosemData.BitString(new byte[] { 0x80 }, 1),
            MechanismName = ObjectIdentifier.Mechanism(ObjectIdentifier.LowLevelSecurity),
            CallingAuthenticationValue = Octets.FromAscii(peer.Password ?? ""),
            UserInformation = initiate,
        };
        return title is null ? authenticated : authenticated with
        {
            ApplicationContextName = ObjectIdentifier.ApplicationContext(ObjectIdentifier.LogicalNamesCiphered),
            CallingApTitle = title.Value.ToOctets(),
            MechanismName = ObjectIdentifier.Mechanism(ObjectIdentifier.HighLevelSecurityGmac),
            CallingAuthenticationValue = challenge,
            UserInformation = Protect(initiate),
        };
    }

    private ApduTag FormOf(ApduTag plain) => plain switch
    {
        ApduTag.InitiateRequest => ApduTag.GloInitiateRequest,
        _ when IsGeneral => ApduTag.GeneralGloCiphering,
        ApduTag.GetRequest => ApduTag.GloGetRequest,
        ApduTag.ActionRequest => ApduTag.GloActionRequest,
        _ => throw new ArgumentOutOfRangeException(nameof(plain), plain, "No such request is made here."),
    };
}
