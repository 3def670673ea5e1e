using System.Buffers;
using System.Security.Cryptography;
using Cosem;
using Dlms.Acse;
using Dlms.Connection;
using Dlms.Security;
using Dlms.Xdlms;

namespace Dlms.Association;

/// <summary>COSEM-OPEN at the server (IEC 62056-5-3): judges an AARQ, writes the AARE and, when it accepts, makes the association.</summary>
internal sealed class Opening(DlmsServer server, Endpoints endpoints, SecurityAlarm alarm)
{
    /// <summary>Answers an AARQ.</summary>
    /// <returns>The association, or null when it was refused.</returns>
    /// <exception cref="ApduException">The InitiateRequest bears a counter that was used before.</exception>
    public async ValueTask<AssociationContext?> AnswerAsync(Aarq aarq, IBufferWriter<byte> output)
    {
        var request = new AssociationRequest(aarq, (ClientSap)alarm.Client);
        var protection = request is { NeedsTitle: true, Title: { } title } ? new MessageProtection(server.Security, title, alarm) : null;
        AssociationContext? accepted = null;
        try
        {
            var policy = server.Security.Policy;
            var initiate = new Initiate(PlainInitiate(aarq), RequestProtection.None);
            if (Negotiation.DiagnosticOf(request, policy, server.Security.SystemTitle) is { } diagnostic)
            {
                Refuse(request, diagnostic, error: null, initiate, output);
                return null;
            }

            (var isProved, initiate) = await ProveAsync(request, policy, protection, initiate);
            if (!isProved)
            {
                Refuse(request, ResultSourceDiagnostic.AuthenticationFailure, error: null, initiate, output);
            }
            else if (Negotiation.ErrorOf(initiate.Request, request) is { } error)
            {
                Refuse(request, ResultSourceDiagnostic.NoReasonGiven, error, initiate, output);
            }
            else
            {
                var made = Make(request, initiate.Request!, protection);
                await AcceptAsync(request, made, initiate, output);
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

    /// <summary>The InitiateResponse that made an association; a protected release has it in its answer.</summary>
    public static InitiateResponse ResponseOf(AssociationContext association) => new()
    {
        NegotiatedConformance = association.Conformance,
        ServerMaxReceivePduSize = association.MaxReceivePduSize,
    };

    /// <summary>Has the client prove itself, by the password or by the tag of its InitiateRequest; who fails often has to wait.</summary>
    private async ValueTask<(bool IsProved, Initiate Initiate)> ProveAsync(
        AssociationRequest request, AssociationPolicy policy, MessageProtection? protection, Initiate plain)
    {
        // only the management client can be guessed: others would but fill the list of those who have to wait
        var isGuessable = request.Client == ClientSap.Management;
        if (isGuessable && server.FailedAttempts.IsRefused(endpoints.Source, alarm.Client))
        {
            alarm.Tell(SecurityEvent.AttemptRefusedUnchecked, "too soon after failed attempts");
            return (false, plain);
        }

        // everything is checked before the first fault is looked at: what takes its time tells nothing
        var (initiate, faultOfTag) = await DecipherAsync(request, policy, protection, plain);
        var faultOfValue = FaultOfValue(request, policy);
        var faultOfDevice = server.Directory.Find(alarm.Server) is null ? "there is no such logical device" : null;
        if ((faultOfTag ?? faultOfValue ?? faultOfDevice) is { } fault)
        {
            // a client that is right and asks for a meter that was removed guesses nothing
            if (isGuessable && fault != faultOfDevice)
            {
                server.FailedAttempts.Failed(endpoints.Source, alarm.Client);
            }

            alarm.Tell(SecurityEvent.AuthenticationFailed, fault);
            return (false, initiate);
        }

        if (request.Mechanism == ObjectIdentifier.LowLevelSecurity)
        {
            server.FailedAttempts.Succeeded(endpoints.Source, alarm.Client);
        }

        return (true, initiate);
    }

    /// <summary>What is wrong with the authentication value or the client, or null. A password is compared in a time that does not depend on it.</summary>
    private static string? FaultOfValue(AssociationRequest request, AssociationPolicy policy)
    {
        var given = request.Aarq.CallingAuthenticationValue ?? default;
        return (request.Client, request.Mechanism) switch
        {
            (ClientSap.Public, _) => policy.AllowPublicClient ? null : "the public client is switched off",
            (not ClientSap.Management, _) => "there is no such client",
            (_, ObjectIdentifier.HighLevelSecurityGmac) => HlsAuthentication.IsChallenge(given) ? null : "the challenge has not 8 to 64 octets",
            _ => CryptographicOperations.FixedTimeEquals(given.Span, policy.LowLevelSecret!.Value.Span) ? null : "the password is wrong",
        };
    }

    private static async ValueTask<(Initiate Initiate, string? Fault)> DecipherAsync(
        AssociationRequest request, AssociationPolicy policy, MessageProtection? protection, Initiate plain)
    {
        if (!request.IsCiphered || protection is null)
        {
            return (plain, null);
        }

        if (request.Aarq.UserInformation is not { Length: > 0 } information || information.Span[0] != (byte)ApduTag.GloInitiateRequest)
        {
            return (plain, policy.SecurityPolicy == SecurityPolicy.None ? null : "the InitiateRequest is not protected");
        }

        var deciphered = new ArrayBufferWriter<byte>();
        try
        {
            var born = await protection.UnprotectAsync(information.Memory, deciphered);
            var isEnough = policy.SecurityPolicy.IsSatisfiedBy(born.Control);
            return (new(InitiateRequest.Read(deciphered.WrittenSpan), born), isEnough ? null : "the InitiateRequest is protected too little");
        }
        catch (ApduException exception) when (exception.Response.ServiceError == ServiceError.DecipheringError)
        {
            return (default, $"the InitiateRequest: {exception.Message}");
        }
        catch (ApduException exception) when (exception.Response.ServiceError == ServiceError.OtherReason)
        {
            return (default, null); // deciphered, and not an InitiateRequest: an error of initiate
        }
        finally
        {
            deciphered.Clear(); // it may have held a dedicated key
        }
    }

    private AssociationContext Make(AssociationRequest request, InitiateRequest initiate, MessageProtection? protection)
    {
        if (request.IsCiphered && initiate.DedicatedKey is { } key)
        {
            protection!.UseDedicatedKey(key);
        }

        var hls = request.Mechanism == ObjectIdentifier.HighLevelSecurityGmac
            ? new HlsAuthentication(server, protection!, request.Aarq.CallingAuthenticationValue!.Value, request.IsCiphered)
            : null;
        return new AssociationContext(server, endpoints, alarm, protection, hls)
        {
            ApplicationContext = request.Context!.Value,
            AuthenticationMechanism = request.Mechanism!.Value,
            Conformance = initiate.ProposedConformance & Negotiation.OfferedTo(request),
            MaxSendPduSize = Negotiation.MaxSendPduSize(initiate, server.Limits),
        };
    }

    private async ValueTask AcceptAsync(AssociationRequest request, AssociationContext made, Initiate initiate, IBufferWriter<byte> output)
    {
        var information = ResponseOf(made).ToArray();
        if (initiate.Protection.Ciphering is not null)
        {
            var ciphered = new ArrayBufferWriter<byte>();
            await made.Protection!.ProtectAsync(initiate.Protection, information, ciphered);
            information = ciphered.WrittenSpan.ToArray();
        }

        var aare = AareTo(request, AssociationResult.Accepted, ResultSourceDiagnostic.None, information);
        if (made.Hls is { } hls)
        {
            aare = aare with
            {
                Diagnostic = ResultSourceDiagnostic.AuthenticationRequired,
                ResponderAcseRequirements = AcseRequirements.Authentication,
                MechanismName = ObjectIdentifier.Mechanism(made.AuthenticationMechanism),
                RespondingAuthenticationValue = hls.ServerToClient,
            };
        }

        aare.Write(output);
    }

    /// <summary>
    /// Refuses. In the ciphered context the user-information is always the same, so that it does not tell whether the InitiateRequest could be deciphered.
    /// </summary>
    private void Refuse(AssociationRequest request, ResultSourceDiagnostic diagnostic, InitiateError? error, Initiate initiate, IBufferWriter<byte> output)
    {
        alarm.Observer?.Refused(alarm.Client, alarm.Server, diagnostic, error);
        Apdu? information = (error, initiate.Request) switch
        {
            ({ } reason, _) => new ConfirmedServiceError(reason),
            _ when request.IsCiphered => new ConfirmedServiceError(InitiateError.Other),
            (_, { } asked) => new InitiateResponse
            {
                NegotiatedConformance = asked.ProposedConformance & Negotiation.OfferedToPublic, // the same for whoever is refused
                ServerMaxReceivePduSize = Negotiation.MaxReceivePduSize,
            },
            _ => null,
        };
        AareTo(request, AssociationResult.RejectedPermanent, diagnostic, information?.ToArray()).Write(output);
    }

    private Aare AareTo(AssociationRequest request, AssociationResult result, ResultSourceDiagnostic diagnostic, byte[]? information) => new()
    {
        ApplicationContextName = ObjectIdentifier.ApplicationContext(request.IsCiphered ? ObjectIdentifier.LogicalNamesCiphered : ObjectIdentifier.LogicalNames),
        Result = result,
        Diagnostic = diagnostic,
        RespondingApTitle = request.NeedsTitle ? server.Security.SystemTitle.ToOctets() : default(Octets?),
        UserInformation = information is null ? (Octets?)null : information,
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
