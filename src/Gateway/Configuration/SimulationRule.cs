using Metering;

namespace Gateway.Configuration;

/// <summary>
/// When the simulated bus may run: invented values must never reach a bill, so never beside a real bus or a real meter, and never
/// again in a data directory that has had one.
/// </summary>
internal static class SimulationRule
{
    /// <summary>The name of the simulated bus, and the first word of its meters' names.</summary>
    public const string Bus = "SIMULATED";

    private const string HadRealBusState = "gateway.had-real-bus";

    /// <summary>Whether the simulated bus may run now; remembers for ever that a real bus was configured.</summary>
    public static async Task<bool> AllowsAsync(GatewayOptions options, IMeterStore meters, IStateStore state)
    {
        var real = options.Buses.Count > 0 || meters.Meters.Values.Any(meter => !meter.Simulated);
        if (real)
        {
            await state.GetOrAddAsync(HadRealBusState, "true");
        }

        return !real && options.Simulation != false && !state.State.ContainsKey(HadRealBusState);
    }
}
