using System.Globalization;
using Metering;

namespace Gateway.Configuration;

/// <summary>
/// What the service did at its last start, kept in the state store for the verb <c>keys</c>, which does not see the service's command line.
/// </summary>
/// <param name="DlmsPort">The TCP port that it took.</param>
/// <param name="AllowLls">Whether the management client may use a password.</param>
internal sealed record ServiceFacts(int DlmsPort, bool AllowLls)
{
    private const string DlmsPortState = "service.dlms-port";
    private const string AllowLlsState = "service.allow-lls";

    /// <summary>The facts of the last start; the settings' where there was none.</summary>
    public static ServiceFacts Load(GatewayOptions options, IStateStore state) => new(
        int.TryParse(state.State.GetValueOrDefault(DlmsPortState), CultureInfo.InvariantCulture, out var port) ? port : options.Dlms.Port,
        bool.TryParse(state.State.GetValueOrDefault(AllowLlsState), out var allow) ? allow : options.Dlms.AllowLls ?? false);

    /// <summary>Remembers them.</summary>
    public async Task StoreAsync(IStateStore state)
    {
        await state.SetAsync(DlmsPortState, DlmsPort.ToString(CultureInfo.InvariantCulture));
        await state.SetAsync(AllowLlsState, AllowLls.ToString());
    }
}
