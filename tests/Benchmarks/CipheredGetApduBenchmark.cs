using Cosem;
using Dlms.Connection;
using Dlms.Security;

namespace Benchmarks;

/// <summary>
/// Ciphered GETs of a register answered per second without a socket (suite 0), beside the ceiling of two <c>AesGcm</c> operations.
/// The requests are ciphered before each round, and the counters kept in memory; one line has them stored, as the gateway does.
/// </summary>
internal static class CipheredGetApduBenchmark
{
    private const sbyte ValueAttribute = 2;
    private const int Requests = 100_000;

    public static async Task RunAsync(GatewayUnderTest gateway)
    {
        var peer = await gateway.PeerAsync();
        var request = (await gateway.GetOfAsync(ClassId.Register, ValueAttribute)).ToArray();
        var inMemory = new DlmsServer(gateway.Server.Directory, new SecurityInMemory(gateway.Server.Security));
        await CompareAsync("authenticated and encrypted", SecurityControl.AuthenticatedAndEncrypted);
        await CompareAsync("authenticated only", SecurityControl.Authenticated);

        async Task CompareAsync(string name, SecurityControl control)
        {
            await using var service = await CipheredGets.OpenAsync(inMemory, peer, request, Requests, control, isGeneral: false);
            await using var general = await CipheredGets.OpenAsync(inMemory, peer, request, Requests, control, isGeneral: true);
            await using var stored = await CipheredGets.OpenAsync(gateway.Server, peer, request, Requests, control, isGeneral: false);
            using var ceiling = new AesGcmCeiling(request.Length, service.AnswerLength, control);
            Console.WriteLine($"suite 0, {name}: request {request.Length} octets, answer {service.AnswerLength} octets before they are protected");
            await Measurement.CompareAsync(
                "GET",
                "bytes each",
                new Candidate("ceiling: two AesGcm operations", () => ceiling.RepeatAsync(Requests)),
                service.As("service-specific"),
                general.As("general-glo-ciphering"),
                stored.As("service-specific, counters stored"));
        }
    }
}
