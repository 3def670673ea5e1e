using Gateway.Api;
using Gateway.CommandLine;
using Gateway.Configuration;

namespace Gateway.Checkup;

/// <summary>The gateway that is looked at: its settings, its data directory, its database, and the service where it runs.</summary>
internal sealed class CheckedGateway : IAsyncDisposable
{
    private CheckedGateway(GatewayOptions options, IReadOnlyList<string> faults) => (OwnOptions, Options, SettingFaults) = (options, options, faults);

    /// <summary>The settings that this program sees.</summary>
    public GatewayOptions OwnOptions { get; }

    /// <summary>The settings in force: those of the service, which may have more on its command line, else this program's.</summary>
    public GatewayOptions Options { get; private set; }

    /// <summary>What is wrong with the settings, one line each.</summary>
    public IReadOnlyList<string> SettingFaults { get; }

    /// <summary>The data directory.</summary>
    public string Folder => OwnOptions.DataDirectory;

    /// <summary>Whether the data directory is another account's, so that nothing is known of what is in it, nor whether the service runs.</summary>
    public bool IsUnreadable { get; private init; }

    /// <summary>Which program has the data directory; null: none, as far as is known.</summary>
    public string? Holder { get; private init; }

    /// <summary>The service; null: it does not run, or cannot be asked.</summary>
    public ServiceClient? Service { get; private set; }

    /// <summary>Where the service has page and interface.</summary>
    public Uri? Address { get; private set; }

    /// <summary>Why the program that has the data directory cannot be asked; null: it can, or there is none.</summary>
    public string? Unasked { get; private set; }

    /// <summary>What is in the database; null: it cannot be opened.</summary>
    public CheckedStore? Store { get; private set; }

    /// <summary>Why the database cannot be opened; null: it was, there is none, or it is of another version.</summary>
    public Exception? StoreFault { get; private set; }

    /// <summary>The version of the database; null: there is none, or it cannot be read.</summary>
    public int? StoreVersion { get; private set; }

    /// <summary>Finds out what there is.</summary>
    /// <param name="args">Settings on the command line.</param>
    /// <param name="patience">How long the service may take to answer.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CheckedGateway> OpenAsync(string[] args, TimeSpan patience, CancellationToken cancellationToken)
    {
        var (options, faults) = Settings.Inspect(args);
        var gateway = new CheckedGateway(options, faults)
        {
            IsUnreadable = IsOfOther(options.DataDirectory),
            Holder = DataDirectory.HeldBy(options.DataDirectory)?.Trim(),
        };
        if (gateway.Holder is not null)
        {
            await gateway.FindServiceAsync(patience, cancellationToken);
        }

        (gateway.Store, gateway.StoreFault, gateway.StoreVersion) = await CheckedStore.OpenAsync(gateway.Folder, gateway.Options);
        return gateway;
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await (Store?.DisposeAsync() ?? ValueTask.CompletedTask);
        await (Service?.DisposeAsync() ?? ValueTask.CompletedTask);
    }

    private static bool IsOfOther(string folder)
    {
        try
        {
            _ = File.GetAttributes(DataDirectory.DatabaseIn(folder));
            return false;
        }
        catch (UnauthorizedAccessException)
        {
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private async Task FindServiceAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        bounded.CancelAfter(patience);
        try
        {
            if (ServiceToken.Read(Folder) is not var (address, token))
            {
                Unasked = "it is just starting or stopping, or it is another verb";
                return;
            }

            Service = new ServiceClient(address, token, ServiceToken.FingerprintIn(Folder), local: null);
            Address = address;
            Options = await OptionsInForce.AskAsync(Service, OwnOptions, bounded.Token);
        }
        catch (Exception e) when (e is RefusedException or FailedException)
        {
            Unasked = e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            Unasked = $"it does not answer within {patience.TotalSeconds:0} s";
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            Unasked = $"{ServiceToken.FileIn(Folder)} is not yours to read";
        }
    }
}
