using System.Globalization;
using System.Text;
using Cosem;
using Dlms.Association;
using Dlms.Security;
using Gateway.Configuration;
using Metering;

namespace Gateway.HeadEnd;

/// <summary>
/// The security of the DLMS server: what the settings say, and what head-ends changed, which is kept in the state store and holds from the moment
/// it is durable.
/// </summary>
internal sealed class HeadEndSecurity : IServerSecurity, IDisposable
{
    private const string PolicyState = "dlms.management.policy";

    private readonly DlmsOptions _options;
    private readonly IStateStore _state;
    private readonly Secrets _secrets;
    private readonly SemaphoreSlim _turn = new(1, 1);
    private readonly bool _allowsLls;
    private volatile SecurityKeys _keys;
    private volatile AssociationPolicy _policy;
    private volatile string _password;

    private HeadEndSecurity(DlmsOptions options, IStateStore state, Secrets secrets, GatewayIdentity identity, bool allowsLls, SecurityKeys keys, string password)
    {
        (_options, _state, _secrets, _allowsLls, _keys, _password) = (options, state, secrets, allowsLls, keys, password);
        SystemTitle = SystemTitle.TryParse(identity.SystemTitle, out var title) ? title : throw new ArgumentException("No system title.", nameof(identity));
        PolicyOfSettings = PolicyOf(options, allowsLls);
        _policy = Combine();
        var counters = new CounterStore(state);
        var saved = counters.Load();
        ReceiveCounters = new(counters, saved, options.ReplayWindow);
        SendCounter = new(counters, saved, () => CounterThresholdReached?.Invoke());
    }

    /// <summary>Is called when the send counter has used half its numbers.</summary>
    public Action? CounterThresholdReached { get; set; }

    /// <inheritdoc />
    public SystemTitle SystemTitle { get; }

    /// <summary>The least protection that settings ask for; what head-ends raised it to is not in it.</summary>
    public SecurityPolicy PolicyOfSettings { get; }

    /// <inheritdoc />
    public AssociationPolicy Policy => _policy;

    /// <inheritdoc />
    public SecurityKeys Keys => _keys;

    /// <inheritdoc />
    public ReceiveCounters ReceiveCounters { get; }

    /// <inheritdoc />
    public SendCounter SendCounter { get; }

    /// <summary>The password of the management client as text, one character for each octet.</summary>
    public string LlsPassword => _password;

    /// <summary>Loads what is kept, and draws what is not there yet.</summary>
    /// <param name="options">The settings.</param>
    /// <param name="state">The state store.</param>
    /// <param name="secrets">Password and keys.</param>
    /// <param name="identity">The gateway.</param>
    /// <param name="allowsLls">Whether the management client may use a password.</param>
    /// <param name="machine">Names this machine; null where it has no name.</param>
    /// <exception cref="CommandLine.RefusedException">What is kept cannot be used.</exception>
    public static async Task<HeadEndSecurity> LoadAsync(
        DlmsOptions options, IStateStore state, Secrets secrets, GatewayIdentity identity, bool allowsLls, string? machine)
    {
        await RestoredCounters.JumpOnAnotherMachineAsync(state, machine);
        return new HeadEndSecurity(options, state, secrets, identity, allowsLls, await secrets.KeysAsync(), await secrets.LlsPasswordAsync());
    }

    /// <summary>The least protection that settings ask for.</summary>
    public static SecurityPolicy PolicyOf(DlmsOptions options, bool allowsLls) =>
        options.SecurityPolicy is { } text && SecurityPolicyNames.TryParse(text, out var policy) ? policy
        : allowsLls ? SecurityPolicy.None
        : SecurityPolicy.AuthenticatedAndEncrypted;

    /// <summary>What head-ends raised the policy to.</summary>
    /// <exception cref="CommandLine.RefusedException">There is no such policy.</exception>
    public static SecurityPolicy RaisedPolicy(IStateStore state) =>
        !state.State.TryGetValue(PolicyState, out var text) ? SecurityPolicy.None
        : byte.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var raised) && ((SecurityPolicy)raised).IsOffered() ? (SecurityPolicy)raised
        : throw StateEntry.Wrong(PolicyState, $"is '{text}', which is no security policy");

    /// <summary>Takes back what head-ends raised the policy to; the settings' holds then.</summary>
    public static Task LowerPolicyAsync(IStateStore state) => state.RemoveAsync(PolicyState);

    /// <inheritdoc />
    public Task SetLowLevelSecretAsync(Octets secret) => InTurnAsync(async () =>
    {
        await _secrets.SetLlsPasswordAsync(secret.Span);
        _password = Encoding.Latin1.GetString(secret.Span);
        _policy = Combine();
    });

    /// <inheritdoc />
    public Task RaiseSecurityPolicyAsync(SecurityPolicy policy) => InTurnAsync(async () =>
    {
        if (policy > RaisedPolicy(_state))
        {
            await _state.SetAsync(PolicyState, ((byte)policy).ToString(CultureInfo.InvariantCulture));
            _policy = Combine();
        }
    });

    /// <inheritdoc />
    public Task ChangeKeysAsync(Func<SecurityKeys, SecurityKeys> change) => InTurnAsync(async () =>
    {
        var keys = change(_keys);
        await _secrets.SetKeysAsync(keys);
        _keys = keys;
    });

    /// <summary>Takes back what head-ends raised the policy to, from now on.</summary>
    /// <exception cref="StoreException">It could not be stored.</exception>
    public Task LowerPolicyAsync() => InTurnAsync(async () =>
    {
        await LowerPolicyAsync(_state);
        _policy = Combine();
    });

    /// <summary>One change after the other: none may rest on what another is about to replace.</summary>
    private async Task InTurnAsync(Func<Task> change)
    {
        await _turn.WaitAsync();
        try
        {
            await change();
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <inheritdoc />
    public void Dispose() => _turn.Dispose();

    private AssociationPolicy Combine()
    {
        var raised = RaisedPolicy(_state);
        return new()
        {
            AllowPublicClient = _options.AllowPublicClient,
            LowLevelSecret = _allowsLls ? Encoding.Latin1.GetBytes(_password) : default(Octets?),
            AllowHighLevelSecurity = _options.AllowHls,
            SecurityPolicy = raised > PolicyOfSettings ? raised : PolicyOfSettings,
            AcceptPlainRelease = _options.AcceptPlainRelease,
        };
    }
}
