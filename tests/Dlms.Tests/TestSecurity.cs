using Cosem;
using Dlms.Association;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

/// <summary>A server's security in memory: the keys and the system title of the Green Book's examples.</summary>
internal sealed class TestSecurity : IServerSecurity, ICounterStore
{
    public static readonly byte[] Guek = Hex.Bytes("000102030405060708090A0B0C0D0E0F");
    public static readonly byte[] Gak = Hex.Bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
    public static readonly byte[] Kek = Hex.Bytes("00112233445566778899AABBCCDDEEFF");

    public TestSecurity(int replayWindow = 0, uint sendCounter = 0, ulong title = 0x4D4D4D0000BC614E)
    {
        ReceiveCounters = new(this, CounterState.Empty, replayWindow);
        SendCounter = new(this, CounterState.Empty with { SendCounterBelow = sendCounter });
        SystemTitle = new(title);
    }

    public SystemTitle SystemTitle { get; }

    public AssociationPolicy Policy { get; set; } = new() { LowLevelSecret = Octets.FromAscii("12345678") };

    public SecurityKeys Keys { get; set; } = new(SecuritySuite.Suite0, Guek, Gak, Kek);

    public ReceiveCounters ReceiveCounters { get; }

    public SendCounter SendCounter { get; }

    /// <summary>What the store throws, if anything.</summary>
    public Exception? Failure { get; set; }

    public Task SetLowLevelSecretAsync(Octets secret) => ChangeAsync(() => Policy = new()
    {
        LowLevelSecret = secret,
        AllowHighLevelSecurity = Policy.AllowHighLevelSecurity,
        SecurityPolicy = Policy.SecurityPolicy,
        AcceptPlainRelease = Policy.AcceptPlainRelease,
    });

    public Task RaiseSecurityPolicyAsync(SecurityPolicy policy) => ChangeAsync(() => Policy = new()
    {
        LowLevelSecret = Policy.LowLevelSecret,
        AllowHighLevelSecurity = Policy.AllowHighLevelSecurity,
        SecurityPolicy = policy,
        AcceptPlainRelease = Policy.AcceptPlainRelease,
    });

    public Task ChangeKeysAsync(Func<SecurityKeys, SecurityKeys> change) => ChangeAsync(() => Keys = change(Keys));

    public CounterState Load() => CounterState.Empty;

    public Task SaveFloorAsync(string keyFingerprint, SystemTitle title, uint floor) => ChangeAsync(() => { });

    public Task ForgetKeyAsync(string keyFingerprint) => ChangeAsync(() => { });

    public Task ReserveAsync(uint sendCounterBelow) => ChangeAsync(() => { });

    private Task ChangeAsync(Action change)
    {
        if (Failure is { } failure)
        {
            return Task.FromException(failure);
        }

        change();
        return Task.CompletedTask;
    }
}
