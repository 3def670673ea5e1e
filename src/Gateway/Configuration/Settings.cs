using Gateway.CommandLine;

namespace Gateway.Configuration;

/// <summary>Reads the section <c>Gateway</c> from files, environment and command line, in the framework's order.</summary>
internal static class Settings
{
    /// <summary>The settings that a verb other than <c>run</c> sees.</summary>
    /// <param name="args">Settings on the command line, <c>--Gateway:DataDirectory /var/lib/gateway</c>.</param>
    public static GatewayOptions Load(params string[] args) => Read(new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine(args)
        .Build());

    /// <summary>Binds and checks the section.</summary>
    /// <exception cref="RefusedException">Something is wrong; one line for each fault, each naming its key.</exception>
    public static GatewayOptions Read(IConfiguration configuration)
    {
        var section = configuration.GetSection(GatewayOptions.Section);
        var unknown = UnknownSettings.Find(section, typeof(GatewayOptions)).ToList();
        try
        {
            var options = section.Get<GatewayOptions>() ?? new GatewayOptions();
            Refuse(unknown.Concat(GatewayOptionsValidator.Failures(options)));
            return options;
        }
        catch (InvalidOperationException e)
        {
            // the binder names the key: Failed to convert configuration value 'x' at 'Gateway:Dlms:Port' to type 'System.Int32'
            Refuse(unknown.Append(e.Message));
            throw;
        }
    }

    private static void Refuse(IEnumerable<string> failures)
    {
        var lines = string.Join(Environment.NewLine, failures);
        if (lines.Length > 0)
        {
            throw new RefusedException(lines);
        }
    }
}
