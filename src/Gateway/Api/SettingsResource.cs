namespace Gateway.Api;

/// <summary>All settings that page and interface can change.</summary>
/// <param name="Settings">They.</param>
/// <param name="Buses">The names of the buses that settings have.</param>
/// <param name="Groups">The names of the groups.</param>
/// <param name="LastFault">Why the settings that were changed last, or the backup that was brought back, did not start; null: they did.</param>
/// <param name="Restarts">Whether the service is about to start anew.</param>
internal sealed record SettingsResource(IReadOnlyList<SettingResource> Settings, IReadOnlyList<string> Buses, IReadOnlyList<string> Groups, StartFault? LastFault, bool Restarts);
