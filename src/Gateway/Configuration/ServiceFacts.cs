using System.Globalization;
using Dlms.Security;
using Gateway.HeadEnd;
using Metering;

namespace Gateway.Configuration;

/// <summary>
/// What the service did at its last start, kept in the state store for the verb <c>keys</c>, which does not see the service's command line.
/// </summary>
/// <param name="DlmsPort">The TCP port that it took.</param>
/// <param name="AllowLls">Whether the management client may use a password.</param>
/// <param name="Policy">The least protection of the management client's APDUs.</param>
internal sealed record ServiceFacts(int DlmsPort, bool AllowLls, SecurityPolicy Policy)
{
    private const string NameState = "service.name";
    private const string AllowHlsState = "service.allow-hls";
    private const string AllowPublicState = "service.allow-public";
    private const string DlmsPortState = "service.dlms-port";
    private const string AllowLlsState = "service.allow-lls";
    private const string PolicyState = "service.security-policy";

    /// <summary>Its logical device name, whose parts a setting of the command line or of the environment may have made; null: it has not started yet.</summary>
    public string? LogicalDeviceName { get; init; }

    /// <summary>Whether the management client may use HLS.</summary>
    public bool AllowHls { get; init; } = true;

    /// <summary>Whether the public client may associate.</summary>
    public bool AllowPublicClient { get; init; } = true;

    /// <summary>The facts of the last start, the settings' where there was none; the policy is at least what head-ends raised it to.</summary>
    public static ServiceFacts Load(GatewayOptions options, IStateStore state)
    {
        var port = int.TryParse(state.State.GetValueOrDefault(DlmsPortState), CultureInfo.InvariantCulture, out var taken) ? taken : options.Dlms.Port;
        var allows = bool.TryParse(state.State.GetValueOrDefault(AllowLlsState), out var allowed) ? allowed : options.Dlms.AllowLls ?? false;
        var policy = SecurityPolicyNames.TryParse(state.State.GetValueOrDefault(PolicyState, ""), out var known) ? known : HeadEndSecurity.PolicyOf(options.Dlms, allows);
        var raised = HeadEndSecurity.RaisedPolicy(state);
        return new(port, allows, raised > policy ? raised : policy)
        {
            LogicalDeviceName = state.State.GetValueOrDefault(NameState),
            AllowHls = bool.TryParse(state.State.GetValueOrDefault(AllowHlsState), out var hls) ? hls : options.Dlms.AllowHls,
            AllowPublicClient = bool.TryParse(state.State.GetValueOrDefault(AllowPublicState), out var isPublic) ? isPublic : options.Dlms.AllowPublicClient,
        };
    }

    /// <summary>Remembers them; the policy is to be that of the settings, since what head-ends raised it to can be taken back.</summary>
    public async Task StoreAsync(IStateStore state)
    {
        if (LogicalDeviceName is { } name)
        {
            await state.SetAsync(NameState, name);
        }

        await state.SetAsync(DlmsPortState, DlmsPort.ToString(CultureInfo.InvariantCulture));
        await state.SetAsync(AllowLlsState, AllowLls.ToString());
        await state.SetAsync(AllowHlsState, AllowHls.ToString());
        await state.SetAsync(AllowPublicState, AllowPublicClient.ToString());
        await state.SetAsync(PolicyState, SecurityPolicyNames.Of(Policy));
    }
}
