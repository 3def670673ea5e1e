using Cosem;
using Dlms;
using Dlms.Association;
using Dlms.Xdlms;

namespace Benchmarks;

/// <summary>GETs answered per second without a socket, on the logical device of a meter as the gateway serves it.</summary>
internal static class GetApduBenchmark
{
    private const sbyte ValueAttribute = 2;
    private const sbyte ScalerUnitAttribute = 3;
    private const int Requests = 500_000;

    public static async Task RunAsync()
    {
        await using var gateway = await GatewayUnderTest.StartAsync();
        await using var association = new ApplicationAssociation(gateway.Server, (ushort)ClientSap.Management, gateway.Meter.Sap);
        await association.AnswerAsync(gateway.Aarq.ToArray());
        Console.WriteLine($"association of the management client (LLS, plain) with {gateway.Meter.Name}: {association.State}");
        await Measurement.CompareAsync(
            "GET",
            "bytes each",
            await OfAsync("register: value", ClassId.Register, ValueAttribute),
            await OfAsync("register: scaler_unit", ClassId.Register, ScalerUnitAttribute),
            await OfAsync("data: value", ClassId.Data, ValueAttribute));
        await CipheredGetApduBenchmark.RunAsync(gateway);

        async Task<Candidate> OfAsync(string name, ClassId classId, sbyte attribute)
        {
            var request = (await gateway.GetOfAsync(classId, attribute)).ToArray();
            var answer = (await association.AnswerAsync(request)).ToArray();
            return Apdu.Decode(answer) is GetResponse.Normal { Result.Data: { } data }
                ? new Candidate($"{name} ({data.Type})", () => RepeatAsync(association, request, answer.Length))
                : throw new InvalidOperationException($"{name} is not given: {Convert.ToHexString(answer)}");
        }
    }

    private static async Task<long> RepeatAsync(ApplicationAssociation association, ReadOnlyMemory<byte> request, int length)
    {
        for (var i = 0; i < Requests; i++)
        {
            var answer = await association.AnswerAsync(request);
            if (answer.Length != length)
            {
                throw new InvalidOperationException($"Another answer: {Convert.ToHexString(answer.Span)}");
            }
        }

        return Requests;
    }
}
