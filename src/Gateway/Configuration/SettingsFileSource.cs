namespace Gateway.Configuration;

/// <summary>The settings of <see cref="SettingsFile"/> as the framework takes them.</summary>
internal sealed class SettingsFileSource(IReadOnlyDictionary<string, string?> settings) : IConfigurationSource
{
    /// <inheritdoc />
    public IConfigurationProvider Build(IConfigurationBuilder builder) => new Provider(settings);

    /// <summary>Tells it from what other files say.</summary>
    internal sealed class Provider : ConfigurationProvider
    {
        /// <summary>The settings.</summary>
        public Provider(IReadOnlyDictionary<string, string?> settings) => Data = new Dictionary<string, string?>(settings, StringComparer.OrdinalIgnoreCase);
    }
}
