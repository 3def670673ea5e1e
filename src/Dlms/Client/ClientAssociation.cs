using System.Security.Cryptography;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Acse;
using Dlms.Association;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>COSEM-OPEN and COSEM-RELEASE of a client (IEC 62056-5-3), with the four passes of high level security.</summary>
internal sealed class ClientAssociation(DlmsClientOptions options, ClientTransport transport, ClientAction action, ClientProtection? protection)
{
    private static readonly MethodDescriptor ReplyToHls = new(ClassId.AssociationLn, AssociationLn.CurrentAssociation, AssociationLn.ReplyToHls);

    private bool IsHighLevel => options.Authentication == ClientAuthentication.HighLevelGmac;

    private bool BearsTitle => protection is not null && (options.IsCiphered || IsHighLevel);

    private InitiateRequest Initiate => new()
    {
        ProposedConformance = options.ProposedConformance,
        ClientMaxReceivePduSize = options.MaxReceivePduSize,
    };

    /// <summary>Makes the association.</summary>
    public async Task<InitiateResponse> OpenAsync(CancellationToken cancellationToken)
    {
        Close();
        var challenge = options.Challenge ?? RandomNumberGenerator.GetBytes(HlsAuthentication.ChallengeLength);
        var aarq = Request(challenge);
        var aare = await transport.ExchangeAsync<Aare>(aarq, cancellationToken);
        var response = Accepted(aarq, aare);
        transport.MaxSendPduSize = response.ServerMaxReceivePduSize is > 0 and var size ? size : ushort.MaxValue;
        transport.Protection = options.IsCiphered ? protection : null;
        if (!IsHighLevel)
        {
            return response;
        }

        try
        {
            await ProveAsync(challenge, aare, cancellationToken);
            return response;
        }
        catch
        {
            Close();
            throw;
        }
    }

    /// <summary>Releases the association; in the ciphered context both sides prove once more that they hold the keys.</summary>
    public async Task ReleaseAsync(CancellationToken cancellationToken)
    {
        if (transport.Protection is not { } active)
        {
            await transport.ExchangeAsync<Rlre>(Rlrq.Normal, cancellationToken);
        }
        else
        {
            var (information, form) = active.Protect(Initiate);
            var rlre = await transport.ExchangeAsync<Rlre>(Rlrq.Normal with { UserInformation = information }, cancellationToken);
            _ = Unprotect(active, rlre.UserInformation, form);
        }

        Close();
    }

    private static Apdu? Decode(Octets? userInformation)
    {
        try
        {
            return userInformation is { } information ? Apdu.Decode(information.Span) : null;
        }
        catch (ApduException exception)
        {
            throw new UnexpectedResponseException($"The user-information cannot be read: {exception.Message}", exception);
        }
    }

    private static Apdu Unprotect(ClientProtection active, Octets? userInformation, ApduTag request)
    {
        try
        {
            return active.Unprotect(Decode(userInformation), request);
        }
        catch (ApduException exception)
        {
            throw new UnexpectedResponseException($"The user-information cannot be read: {exception.Message}", exception);
        }
    }

    private void Close() => (transport.Protection, transport.MaxSendPduSize) = (null, ushort.MaxValue);

    private Aarq Request(Octets challenge)
    {
        var initiate = Initiate;
        if (options is { IsCiphered: true, Security.Form: CipheringForm.Dedicated })
        {
            initiate = initiate with { DedicatedKey = protection!.DrawDedicatedKey() };
        }

        var aarq = new Aarq
        {
            ApplicationContextName = ObjectIdentifier.ApplicationContext(
                options.IsCiphered ? ObjectIdentifier.LogicalNamesCiphered : ObjectIdentifier.LogicalNames),
            CallingApTitle = BearsTitle ? options.Security!.SystemTitle.ToOctets() : default(Octets?),
            UserInformation = options.IsCiphered ? protection!.Protect(initiate).Octets : initiate.ToArray(),
        };
        return options.Authentication switch
        {
            ClientAuthentication.LowLevel => aarq with
            {
                SenderAcseRequirements = AcseRequirements.Authentication,
                MechanismName = ObjectIdentifier.Mechanism(ObjectIdentifier.LowLevelSecurity),
                CallingAuthenticationValue = options.LowLevelSecret,
            },
            ClientAuthentication.HighLevelGmac => aarq with
            {
                SenderAcseRequirements = AcseRequirements.Authentication,
                MechanismName = ObjectIdentifier.Mechanism(ObjectIdentifier.HighLevelSecurityGmac),
                CallingAuthenticationValue = challenge,
            },
            _ => aarq,
        };
    }

    /// <summary>Pass 2: checks what the AARE accepts.</summary>
    private InitiateResponse Accepted(Aarq aarq, Aare aare)
    {
        if (aare.Result != AssociationResult.Accepted)
        {
            throw new AssociationRefusedException(aare.Result, aare.Diagnostic, (Decode(aare.UserInformation) as ConfirmedServiceError)?.InitiateError);
        }

        if (aare.ApplicationContextName != aarq.ApplicationContextName)
        {
            throw new UnexpectedResponseException("The AARE accepts, but not the application context that was asked for.");
        }

        if (BearsTitle)
        {
            protection!.UseServer(aare.RespondingApTitle);
        }

        CheckMechanism(aarq, aare);
        var information = options.IsCiphered
            ? Unprotect(protection!, aare.UserInformation, ApduTag.GloInitiateRequest)
            : Decode(aare.UserInformation);
        return information is InitiateResponse { NegotiatedDlmsVersionNumber: InitiateResponse.DlmsVersion } response
            ? response
            : throw new UnexpectedResponseException("The AARE accepts, but its InitiateResponse is none, or of another version.");
    }

    private void CheckMechanism(Aarq aarq, Aare aare)
    {
        if (aare.Diagnostic != (IsHighLevel ? ResultSourceDiagnostic.AuthenticationRequired : ResultSourceDiagnostic.None))
        {
            throw new ProtectionException($"The AARE accepts with {aare.Diagnostic}, which does not belong to {options.Authentication}.");
        }

        if (!IsHighLevel)
        {
            return;
        }

        if (aare.MechanismName != aarq.MechanismName)
        {
            throw new ProtectionException("The AARE names another authentication mechanism.");
        }

        if (aare.RespondingAuthenticationValue is not { } challenge
            || !HlsAuthentication.IsChallenge(challenge)
            || challenge == aarq.CallingAuthenticationValue)
        {
            var (min, max) = (HlsAuthentication.MinChallengeLength, HlsAuthentication.MaxChallengeLength);
            throw new ProtectionException($"The server's challenge does not have {min} to {max} octets, or is this client's own.");
        }
    }

    /// <summary>Passes 3 and 4: this client's proof, and the server's.</summary>
    private async Task ProveAsync(Octets challenge, Aare aare, CancellationToken cancellationToken)
    {
        var last = options.IsCiphered ? protection!.LastReceived : null;
        var proof = new CosemData.OctetString(protection!.ReplyTo(aare.RespondingAuthenticationValue!.Value));
        try
        {
            protection.VerifyReply(
                await action.NormalAsync(ReplyToHls, proof, cancellationToken) is CosemData.OctetString reply ? reply.Value : default, challenge, last);
        }
        catch (ActionException exception)
        {
            throw new ProtectionException($"The server does not accept the reply to its challenge: {StandardName.WithNumber(exception.Result)}.", exception);
        }
    }
}
