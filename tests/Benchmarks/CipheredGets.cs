using Dlms.Association;
using Dlms.Connection;
using Dlms.Security;

namespace Benchmarks;

/// <summary>A ciphered association without a socket, and one request for it in many copies.</summary>
internal sealed class CipheredGets : IAsyncDisposable
{
    private static int _titles;

    private readonly ApplicationAssociation _server;
    private readonly ClientAssociation _client;
    private readonly CipheredRequests _requests;
    private int _protectedLength;

    private CipheredGets(ApplicationAssociation server, ClientAssociation client, CipheredRequests requests) =>
        (_server, _client, _requests) = (server, client, requests);

    /// <summary>Octets of the answer before it is protected.</summary>
    public int AnswerLength { get; private set; }

    /// <summary>Makes the association and asks once.</summary>
    public static async Task<CipheredGets> OpenAsync(
        DlmsServer server, Peer peer, byte[] request, int count, SecurityControl control, bool isGeneral)
    {
        var association = new ApplicationAssociation(server, peer.Client, peer.Sap);
        var client = new ClientAssociation(peer, ClientTitle.Of(Interlocked.Increment(ref _titles))) { Control = control, IsGeneral = isGeneral };
        await client.OpenAsync(apdu => association.AnswerAsync(apdu));
        var gets = new CipheredGets(association, client, new CipheredRequests(client, request, count));
        var answer = await association.AnswerAsync(client.Protect(request));
        (gets._protectedLength, gets.AnswerLength) = (answer.Length, client.Open(answer).Length);
        return gets;
    }

    /// <summary>As one of the things that are timed.</summary>
    public Candidate As(string name) => new(name, RepeatAsync) { Prepare = _requests.Prepare };

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _client.Dispose();
    }

    private async Task<long> RepeatAsync()
    {
        for (var i = 0; i < _requests.Count; i++)
        {
            var answer = await _server.AnswerAsync(_requests[i]);
            if (answer.Length != _protectedLength)
            {
                throw new InvalidOperationException($"Another answer: {Convert.ToHexString(answer.Span)}");
            }
        }

        return _requests.Count;
    }
}
