using Gateway.Access;
using Gateway.Tests.Harness;
using Testing;

namespace Gateway.Tests.Access;

/// <summary>One service with a user and a token of each role.</summary>
public sealed class AccessGateway : IAsyncLifetime
{
    internal const string Password = "correct horse battery";

    private readonly TemporaryFolder _data = new();

    internal RunningGateway Running { get; private set; } = null!;

    internal IReadOnlyDictionary<Role, string> Tokens { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Running = await RunningGateway.StartAsync(_data, "Gateway:SimulatedMeters=2");
        var tokens = new Dictionary<Role, string>();
        foreach (var role in Enum.GetValues<Role>())
        {
            await Running.Get<Users>().AddAsync(NameOf(role), role, Password);
            tokens[role] = (await Running.Get<ApiTokens>().AddAsync($"for {role}", role, expiresAt: null)).Text;
        }

        Tokens = tokens;
    }

    public async ValueTask DisposeAsync()
    {
        await Running.DisposeAsync();
        _data.Dispose();
    }

    internal static string NameOf(Role role) => $"a.{role.Word()}";
}
