using System.Security.Cryptography;
using Cosem;
using Dlms.Connection;
using Dlms.Security;

namespace Dlms.Association;

/// <summary>
/// Passes 2 to 4 of high level security with GMAC (IEC 62056-5-3, mechanism 5): the challenge to the client, its reply, and ours to its challenge.
/// A challenge is good for one reply and a short time.
/// </summary>
internal sealed class HlsAuthentication
{
    /// <summary>The length of the challenges drawn here, in octets.</summary>
    public const int ChallengeLength = 16;

    /// <summary>The length of the shortest challenge to reply to, in octets.</summary>
    public const int MinChallengeLength = 8;

    /// <summary>The length of the longest challenge to reply to, in octets.</summary>
    public const int MaxChallengeLength = 64;

    private readonly IServerSecurity _security;
    private readonly MessageProtection _protection;
    private readonly Octets _clientToServer;
    private readonly bool _comparesCounter;
    private readonly TimeProvider _time;
    private readonly long _begun;
    private readonly TimeSpan _life;

    /// <summary>Pass 2: draws the challenge to the client.</summary>
    /// <param name="server">What all associations share.</param>
    /// <param name="protection">The client's keys and title.</param>
    /// <param name="clientToServer">The client's challenge.</param>
    /// <param name="isCiphered">Whether the application context is; without ciphering a counter proves nothing that the challenge does not.</param>
    public HlsAuthentication(DlmsServer server, MessageProtection protection, Octets clientToServer, bool isCiphered)
    {
        (_security, _protection, _clientToServer, _comparesCounter) = (server.Security, protection, clientToServer, isCiphered);
        (_time, _begun, _life) = (server.Time, server.Time.GetTimestamp(), server.Limits.HlsTimeout);
        do
        {
            ServerToClient = RandomNumberGenerator.GetBytes(ChallengeLength);
        }
        while (ServerToClient == clientToServer); // else our own reply would prove the client
    }

    /// <summary>The challenge to the client, StoC.</summary>
    public Octets ServerToClient { get; }

    /// <summary>Whether the time for the reply is over.</summary>
    public bool IsExpired => _time.GetElapsedTime(_begun) > _life;

    /// <summary>Whether the other side's challenge is one to reply to.</summary>
    public static bool IsChallenge(Octets challenge) => challenge.Length is >= MinChallengeLength and <= MaxChallengeLength;

    /// <summary>Pass 3: whether the client's reply proves it; what is wrong if not.</summary>
    public string? FaultOf(Octets reply, out Ciphering? ciphering) =>
        !_protection.TryVerifyMac(reply.Span, ServerToClient.Span, out var counter, out ciphering) ? "the reply to the challenge does not verify"
        : _comparesCounter && !_protection.IsNew(counter) ? "the counter of the reply to the challenge was used before"
        : null;

    /// <summary>Pass 4: our reply to the client's challenge.</summary>
    public async ValueTask<CosemData> ReplyAsync(Ciphering ciphering) => new CosemData.OctetString(
        ciphering.Mac(_security.SystemTitle, await _security.SendCounter.NextAsync(), _clientToServer.Span));
}
