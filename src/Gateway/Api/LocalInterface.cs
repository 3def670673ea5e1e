using Gateway.Configuration;
using Microsoft.AspNetCore.Hosting.Server;

namespace Gateway.Api;

/// <summary>Leaves address and token of the running service in the data directory, for the command line of the same user.</summary>
internal sealed class LocalInterface(Installation installation, ServiceToken token, IServer server, HttpsCertificate certificate) : LifecycleService
{
    /// <summary>The port is taken.</summary>
    public override Task StartedAsync(CancellationToken cancellationToken)
    {
        token.Write(installation.Path, AddressOf(server), certificate.Fingerprint);
        return Task.CompletedTask;
    }

    /// <summary>Nobody new shall come.</summary>
    public override Task StoppingAsync(CancellationToken cancellationToken)
    {
        Leftovers.Remove(ServiceToken.FileIn(installation.Path));
        return Task.CompletedTask;
    }

    /// <summary>Where the interface is reached: the HTTP port is the last that is taken.</summary>
    public static Uri AddressOf(IServer server) => new($"{StartUpText.SchemeOf(server)}://127.0.0.1:{StartUpText.Ports(server)[^1]}/");
}
