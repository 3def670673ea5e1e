using Gateway.CommandLine;
using Microsoft.Extensions.Configuration.Json;

namespace Gateway.Configuration;

/// <summary>Reads the section <c>Gateway</c> from files, environment and command line, in the framework's order.</summary>
internal static class Settings
{
    /// <summary>The settings that a verb other than <c>run</c> sees.</summary>
    /// <param name="args">Settings on the command line, <c>--Gateway:DataDirectory /var/lib/gateway</c>.</param>
    public static GatewayOptions Load(params string[] args)
    {
        var builder = Files(args);
        AddFile(builder, builder.Build());
        return Read(builder.Build());
    }

    /// <summary>The data directory that the settings name.</summary>
    /// <param name="args">Settings on the command line.</param>
    public static string FolderOf(params string[] args) => FolderOf(Files(args).Build());

    /// <summary>The settings by who sets them, without those that a person set by page or interface.</summary>
    /// <param name="args">Settings on the command line.</param>
    public static SettingsLayers LayersOf(params string[] args) => SettingsLayers.Of(Files(args).Build());

    /// <summary>Adds what a person set by page or interface, above files and below environment and command line.</summary>
    /// <param name="builder">Has all other sources.</param>
    /// <param name="others">What they say: it names the data directory.</param>
    /// <exception cref="RefusedException">The file cannot be read.</exception>
    public static void AddFile(IConfigurationBuilder builder, IConfiguration others)
    {
        var last = builder.Sources.OfType<JsonConfigurationSource>().LastOrDefault();
        builder.Sources.Insert(last is null ? 0 : builder.Sources.IndexOf(last) + 1, new SettingsFileSource(SettingsFile.Read(FolderOf(others))));
    }

    /// <summary>Binds and checks the section.</summary>
    /// <exception cref="RefusedException">Something is wrong; one line for each fault, each naming its key.</exception>
    public static GatewayOptions Read(IConfiguration configuration)
    {
        var (options, faults) = Bind(configuration);
        return faults is [] ? options : throw new RefusedException(string.Join(Environment.NewLine, faults));
    }

    /// <summary>The settings as far as they can be read, and what is wrong with them, one line for each fault.</summary>
    /// <param name="args">Settings on the command line.</param>
    public static (GatewayOptions Options, IReadOnlyList<string> Faults) Inspect(params string[] args)
    {
        var unreadable = new List<string>();
        var builder = Files(args);
        try
        {
            builder.Build();
        }
        catch (InvalidDataException e)
        {
            unreadable.Add(e.InnerException is { } why ? $"{e.Message} {why.Message}" : e.Message);
            builder.Sources.Remove(builder.Sources.OfType<JsonConfigurationSource>().Single());
        }

        try
        {
            AddFile(builder, builder.Build());
        }
        catch (RefusedException e)
        {
            unreadable.Add(e.Message);
        }

        var (options, faults) = Bind(builder.Build());
        return (options with { DataDirectory = FolderOf(builder.Build()) }, [.. unreadable, .. faults]);
    }

    private static (GatewayOptions Options, IReadOnlyList<string> Faults) Bind(IConfiguration configuration)
    {
        var section = configuration.GetSection(GatewayOptions.Section);
        var unknown = UnknownSettings.Find(section, typeof(GatewayOptions)).ToList();
        try
        {
            // a bus with a value of the wrong kind would be left out without a word, and what else is wrong with it
            var options = (unknown.Count == 0 ? section : Readable(section, unknown)).Get<GatewayOptions>() ?? new GatewayOptions();
            return (options, [.. unknown, .. Others(unknown, options)]);
        }
        catch (InvalidOperationException e)
        {
            return (new GatewayOptions(), [.. unknown.DefaultIfEmpty(e.Message)]);
        }
    }

    private static IConfigurationBuilder Files(string[] args) => new ConfigurationBuilder()
        .SetBasePath(AppContext.BaseDirectory)
        .AddJsonFile("appsettings.json", optional: true)
        .AddEnvironmentVariables()
        .AddCommandLine(args);

    private static string FolderOf(IConfiguration configuration) =>
        Path.GetFullPath(configuration[$"{GatewayOptions.Section}:{nameof(GatewayOptions.DataDirectory)}"] is { Length: > 0 } folder ? folder : new GatewayOptions().DataDirectory);

    /// <summary>What is wrong beside what is told already.</summary>
    private static IEnumerable<string> Others(List<string> unknown, GatewayOptions options) =>
        GatewayOptionsValidator.Failures(options).Where(failure => !unknown.Any(line => IsTheSame(line, failure)));

    /// <summary>The section without the values of which something is told.</summary>
    private static IConfiguration Readable(IConfigurationSection section, List<string> told) => new ConfigurationBuilder()
        .AddInMemoryCollection(section.AsEnumerable(makePathsRelative: true).Where(
            setting => setting.Value is not null && !told.Any(line => line.StartsWith($"{section.Path}:{setting.Key} is ", StringComparison.OrdinalIgnoreCase))))
        .Build();

    /// <summary>A bus whose address is misspelt has none: that is told by the key that was written.</summary>
    private static bool IsTheSame(string unknown, string failure) =>
        unknown.Contains(" is not a setting", StringComparison.Ordinal)
        && failure.IndexOf(":Address is ''", StringComparison.Ordinal) is > 0 and var end && unknown.StartsWith(failure[..(end + 1)], StringComparison.OrdinalIgnoreCase);
}
