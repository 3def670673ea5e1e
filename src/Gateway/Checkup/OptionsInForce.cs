using Gateway.Api;
using Gateway.CommandLine;
using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>The settings with which the service runs, which a program beside it does not see on the service's command line.</summary>
internal static class OptionsInForce
{
    /// <summary>Asks the service; what it does not tell, where files lie and what is secret, is as this program sees it.</summary>
    /// <exception cref="RefusedException">It does not say.</exception>
    /// <exception cref="FailedException">It does not answer.</exception>
    public static async Task<GatewayOptions> AskAsync(ServiceClient service, GatewayOptions own, CancellationToken cancellationToken)
    {
        var answer = await service.GetAsync<SettingsResource>("settings", cancellationToken);
        var settings = answer.Settings.Where(setting => setting is { Value: not null, IsSecret: false })
            .Select(setting => KeyValuePair.Create(PathOf(setting.Key, [.. answer.Buses, .. answer.Groups]), setting.Value));
        try
        {
            var options = new ConfigurationBuilder().AddInMemoryCollection(settings).Build().Get<GatewayOptions>() ?? own;
            return options with { DataDirectory = own.DataDirectory, Mappings = own.Mappings, Push = own.Push };
        }
        catch (InvalidOperationException e)
        {
            throw new FailedException("The service's settings cannot be read: it is of another version than this program. Start it anew.", e);
        }
    }

    /// <summary><c>buses.west.wing.address</c> is <c>buses:west.wing:address</c>: a name keeps its dots.</summary>
    private static string PathOf(string key, string[] names)
    {
        var parts = key.Split('.', 2);
        return parts is [nameof(GatewayOptions.Buses) or nameof(GatewayOptions.Groups) or "buses" or "groups", var rest]
            && Array.Find(names, name => rest.StartsWith($"{name}.", StringComparison.OrdinalIgnoreCase)) is { } name
            ? ConfigurationPath.Combine(parts[0], name, rest[(name.Length + 1)..])
            : key.Replace('.', ConfigurationPath.KeyDelimiter[0]);
    }
}
