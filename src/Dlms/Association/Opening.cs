using System.Buffers;
using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>COSEM-OPEN at the server (IEC 62056-5-3): judges an AARQ, writes the AARE and, when it accepts, makes the association.</summary>
internal sealed class Opening(DlmsServer server, Endpoints endpoints, SecurityAlarm alarm)
{
    private static readonly CosemData.BitString Authentication = new(new byte[] { 0x80 }, 1);

    private ClientSap Client => (ClientSap)alarm.Client;

    /// <summary>What is wrong where <see cref="Negotiation.DiagnosticOf"/> says authentication-failure.</summary>
    private string FaultOfClient => Client switch
    {
        ClientSap.Management => "the challenge has not 8 to 64 octets",
        ClientSap.Public => "the public client is switched off",
        _ => "no such client",
    };

    /// <summary>Answers an AARQ.</summary>
    /// <returns>The association, or null when it was refused.</returns>
    /// <exception cref="ApduException">The InitiateRequest bears a counter that was used before.</exception>
    public async ValueTask<AssociationContext?> AnswerAsync(Aarq aarq, IBufferWriter<byte> output)
    {
        var mechanism = Negotiation.MechanismOf(aarq);
        var policy = server.Security.Policy;
        var protection = Negotiation.NeedsTitle(aarq, mechanism) && Negotiation.TitleOf(aarq) is { } title
            ? new MessageProtection(server.Security, title, alarm)
            : null;
        AssociationContext? accepted = null;
        try
        {
            var initiate = new Initiate(null, RequestProtection.None);
            var diagnostic = Negotiation.DiagnosticOf(aarq, Client, policy, server.Security.SystemTitle);
            if (diagnostic is null || diagnostic == ResultSourceDiagnostic.AuthenticationFailure)
            {
                (diagnostic, initiate) = await ProveAsync(aarq, mechanism, policy, protection, isKnown: diagnostic is null);
            }

            var offered = Negotiation.OfferedTo(Client, ContextOf(aarq));
            if (diagnostic is { } refusal)
            {
                Refuse(aarq, mechanism, refusal, error: null, initiate.Request ?? PlainInitiate(aarq), output);
            }
            else if (Negotiation.ErrorOf(initiate.Request, offered, ContextOf(aarq) == ObjectIdentifier.LogicalNamesCiphered) is { } error)
            {
                Refuse(aarq, mechanism, ResultSourceDiagnostic.NoReasonGiven, error, initiate.Request, output);
            }
            else
            {
                var made = Accept(aarq, mechanism!.Value, initiate.Request!, protection, offered);
                await AnswerAsync(aarq, made, initiate, ResponseTo(initiate.Request!, offered), output);
                accepted = made;
            }

            return accepted;
        }
        finally
        {
            if (accepted is null)
            {
                protection?.Dispose();
            }
        }
    }

    /// <summary>Has the client prove itself, by the password or by the tag of its InitiateRequest; who fails often has to wait.</summary>
    private async ValueTask<(ResultSourceDiagnostic? Diagnostic, Initiate Initiate)> ProveAsync(
        Aarq aarq, byte? mechanism, AssociationPolicy policy, MessageProtection? protection, bool isKnown)
    {
        if (Client == ClientSap.Public && isKnown)
        {
            return (server.Directory.Find(alarm.Server) is null ? ResultSourceDiagnostic.AuthenticationFailure : null, new(PlainInitiate(aarq), default));
        }

        if (server.FailedAttempts.IsRefused(endpoints.Source, alarm.Client))
        {
            alarm.Tell(SecurityEvent.AttemptRefusedUnchecked, "too soon after failed attempts");
            return (ResultSourceDiagnostic.AuthenticationFailure, new(null, default));
        }

        // everything is checked before the first fault is looked at: what takes its time tells nothing
        var (initiate, tagFault) = await DecipherAsync(aarq, policy, protection);
        var passwordFault = mechanism == ObjectIdentifier.LowLevelSecurity && !Negotiation.IsPassword(aarq.CallingAuthenticationValue, policy)
            ? "the password is wrong"
            : null;
        var device = server.Directory.Find(alarm.Server);
        var fault = tagFault ?? passwordFault ?? (!isKnown ? FaultOfClient : device is null ? "no such logical device" : null);
        if (fault is not null)
        {
            server.FailedAttempts.Failed(endpoints.Source, alarm.Client);
            alarm.Tell(SecurityEvent.AuthenticationFailed, fault);
            return (ResultSourceDiagnostic.AuthenticationFailure, initiate);
        }

        if (mechanism == ObjectIdentifier.LowLevelSecurity)
        {
            server.FailedAttempts.Succeeded(endpoints.Source, alarm.Client);
        }

        return (null, initiate);
    }

    private static async ValueTask<(Initiate Initiate, string? Fault)> DecipherAsync(Aarq aarq, AssociationPolicy policy, MessageProtection? protection)
    {
        if (ContextOf(aarq) != ObjectIdentifier.LogicalNamesCiphered || protection is null)
        {
            return (new(PlainInitiate(aarq), default), null);
        }

        if (aarq.UserInformation is not { Length: > 0 } information || information.Span[0] != (byte)ApduTag.GloInitiateRequest)
        {
            var isAllowed = policy.SecurityPolicy == SecurityPolicy.None;
            return (new(PlainInitiate(aarq), default), isAllowed ? null : "the InitiateRequest is not protected");
        }

        try
        {
            var plain = new ArrayBufferWriter<byte>();
            var request = await protection.UnprotectAsync(information.Memory, plain);
            return (new(InitiateRequest.Read(plain.WrittenSpan), request), policy.SecurityPolicy.IsSatisfiedBy(request.Control) ? null : "the InitiateRequest is protected too little");
        }
        catch (ApduException exception) when (exception.Response.ServiceError == ServiceError.DecipheringError)
        {
            return (new(null, default), "the tag of the InitiateRequest is wrong");
        }
        catch (ApduException exception) when (exception.Response.ServiceError == ServiceError.OtherReason)
        {
            return (new(null, default), null); // deciphered, and not an InitiateRequest: an error of initiate
        }
    }

    private AssociationContext Accept(Aarq aarq, byte mechanism, InitiateRequest initiate, MessageProtection? protection, Conformance offered)
    {
        var isCiphered = ContextOf(aarq) == ObjectIdentifier.LogicalNamesCiphered;
        if (isCiphered && initiate.DedicatedKey is { } key)
        {
            protection!.UseDedicatedKey(key);
        }

        var hls = mechanism == ObjectIdentifier.HighLevelSecurityGmac
            ? new HlsAuthentication(server, protection!, aarq.CallingAuthenticationValue!.Value, isCiphered)
            : null;
        return new AssociationContext(server, endpoints, alarm, protection, hls)
        {
            ApplicationContext = ContextOf(aarq),
            AuthenticationMechanism = mechanism,
            Conformance = initiate.ProposedConformance & offered,
            MaxSendPduSize = Negotiation.MaxSendPduSize(initiate, server.Limits),
        };
    }

    private async ValueTask AnswerAsync(Aarq aarq, AssociationContext accepted, Initiate initiate, InitiateResponse response, IBufferWriter<byte> output)
    {
        var information = response.ToArray();
        if (initiate.Protection.Ciphering is not null)
        {
            var ciphered = new ArrayBufferWriter<byte>();
            await accepted.Protection!.ProtectAsync(initiate.Protection, information, ciphered);
            information = ciphered.WrittenSpan.ToArray();
        }

        var aare = Answer(aarq, accepted.AuthenticationMechanism, AssociationResult.Accepted, ResultSourceDiagnostic.None, information);
        if (accepted.Hls is { } hls)
        {
            aare = aare with
            {
                Diagnostic = ResultSourceDiagnostic.AuthenticationRequired,
                ResponderAcseRequirements = Authentication,
                MechanismName = ObjectIdentifier.Mechanism(accepted.AuthenticationMechanism),
                RespondingAuthenticationValue = hls.ServerToClient,
            };
        }

        aare.Write(output);
    }

    /// <summary>
    /// Refuses. In the ciphered context the user-information is always the same, so that it does not tell whether the InitiateRequest could be deciphered.
    /// </summary>
    private void Refuse(
        Aarq aarq, byte? mechanism, ResultSourceDiagnostic diagnostic, InitiateError? error, InitiateRequest? initiate, IBufferWriter<byte> output)
    {
        alarm.Observer?.Refused(alarm.Client, alarm.Server, diagnostic, error);
        Apdu? information = (error, initiate) switch
        {
            ({ } reason, _) => new ConfirmedServiceError(reason),
            _ when ContextOf(aarq) == ObjectIdentifier.LogicalNamesCiphered => new ConfirmedServiceError(InitiateError.Other),
            (_, { } request) => ResponseTo(request, Negotiation.OfferedToPublic), // the same for whoever is refused
            _ => null,
        };
        Answer(aarq, mechanism, AssociationResult.RejectedPermanent, diagnostic, information?.ToArray()).Write(output);
    }

    private Aare Answer(Aarq aarq, byte? mechanism, AssociationResult result, ResultSourceDiagnostic diagnostic, byte[]? information) => new()
    {
        ApplicationContextName = ObjectIdentifier.ApplicationContext(ContextOf(aarq)),
        Result = result,
        Diagnostic = diagnostic,
        RespondingApTitle = Negotiation.NeedsTitle(aarq, mechanism) ? server.Security.SystemTitle.ToOctets() : default(Octets?),
        UserInformation = information is null ? (Octets?)null : information,
    };

    /// <summary>The application context asked for, or the one without ciphering in place of one that there is not.</summary>
    private static byte ContextOf(Aarq aarq) =>
        aarq.ApplicationContextName.ApplicationContextNumber == ObjectIdentifier.LogicalNamesCiphered
            ? ObjectIdentifier.LogicalNamesCiphered
            : ObjectIdentifier.LogicalNames;

    /// <summary>The InitiateResponse that made an association; a protected release has it in its answer.</summary>
    public static InitiateResponse ResponseOf(AssociationContext association) => new()
    {
        NegotiatedConformance = association.Conformance,
        ServerMaxReceivePduSize = association.MaxReceivePduSize,
    };

    private static InitiateResponse ResponseTo(InitiateRequest initiate, Conformance offered) => new()
    {
        NegotiatedConformance = initiate.ProposedConformance & offered,
        ServerMaxReceivePduSize = Negotiation.MaxReceivePduSize,
    };

    /// <summary>The InitiateRequest that is not protected, without the dedicated key, which is none in clear; null when there is none that can be read.</summary>
    private static InitiateRequest? PlainInitiate(Aarq aarq)
    {
        try
        {
            return aarq.UserInformation is { } information ? InitiateRequest.Read(information.Span) with { DedicatedKey = default(Octets?) } : null;
        }
        catch (ApduException)
        {
            return null;
        }
    }

    /// <summary>An InitiateRequest, if it could be read, and how it was protected.</summary>
    private readonly record struct Initiate(InitiateRequest? Request, RequestProtection Protection);
}
