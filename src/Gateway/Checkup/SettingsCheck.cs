using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>Whether the service would start with the settings.</summary>
internal sealed class SettingsCheck : ICheck
{
    /// <inheritdoc />
    public string Subject => "settings";

    /// <inheritdoc />
    public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look(gateway).ToAsyncEnumerable();

    private IEnumerable<Finding> Look(CheckedGateway gateway)
    {
        var asYet = gateway.Service is null ? "." : "; the running service has not read it yet, and would not start with it.";
        foreach (var fault in gateway.SettingFaults)
        {
            yield return Finding.Bad(Subject, fault, $"Correct it where it is set: appsettings.json beside the program, {SettingsFile.In(gateway.Folder)}, the environment{asYet}");
        }

        if (gateway.SettingFaults.Count == 0)
        {
            yield return Finding.Ok(Subject, $"They can be read, data directory {gateway.Folder}.");
        }
    }
}
