using Dlms.Security;
using Testing;

namespace Dlms.Tests;

public class SecurityTests
{
    private static readonly byte[] Encryption = Hex.Bytes("000102030405060708090A0B0C0D0E0F");
    private static readonly byte[] Authentication = Hex.Bytes("D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF");
    private static readonly byte[] Master = Hex.Bytes("00112233445566778899AABBCCDDEEFF");

    [Fact]
    public void A_system_title_has_eight_octets()
    {
        var octets = Hex.Bytes("4D4D4D0000BC614E");
        Assert.True(SystemTitle.TryParse(octets, out var title));
        Assert.Equal(octets, title.ToOctets());
        Assert.Equal("4D4D4D0000BC614E", title.ToString());
        Assert.All([0, 1, 7, 9, 16], length => Assert.False(SystemTitle.TryParse(new byte[length], out _)));
    }

    [Theory]
    [InlineData(0x00, SecurityPolicy.None)]
    [InlineData(0x10, SecurityPolicy.Authenticated)]
    [InlineData(0x21, SecurityPolicy.Encrypted)]
    [InlineData(0x32, SecurityPolicy.AuthenticatedAndEncrypted)]
    [InlineData(0x70, SecurityPolicy.AuthenticatedAndEncrypted)]
    [InlineData(0xB0, SecurityPolicy.AuthenticatedAndEncrypted)]
    public void The_security_control_byte(byte octet, SecurityPolicy protection)
    {
        var control = new SecurityControl(octet);
        Assert.Equal(
            (protection, protection.HasFlag(SecurityPolicy.Authenticated), protection.HasFlag(SecurityPolicy.Encrypted)),
            (control.Protection, control.IsAuthenticated, control.IsEncrypted));
    }

    [Fact]
    public void The_byte_for_a_protection()
    {
        Assert.Equal(SecurityControl.Authenticated, SecurityControl.Of(SecuritySuite.Suite0, SecurityPolicy.Authenticated));
        Assert.Equal(new SecurityControl(0x20), SecurityControl.Of(SecuritySuite.Suite0, SecurityPolicy.Encrypted));
        Assert.Equal(SecurityControl.AuthenticatedAndEncrypted, SecurityControl.Of(SecuritySuite.Suite0, SecurityPolicy.AuthenticatedAndEncrypted));
    }

    [Fact]
    public void A_policy_is_fulfilled_by_what_it_asks_and_by_more()
    {
        for (var policy = SecurityPolicy.None; policy <= SecurityPolicy.AuthenticatedAndEncrypted; policy++)
        {
            for (byte octet = 0; octet < 0x40; octet++)
            {
                var control = new SecurityControl(octet);
                var isFulfilled = (!policy.HasFlag(SecurityPolicy.Authenticated) || control.IsAuthenticated)
                    && (!policy.HasFlag(SecurityPolicy.Encrypted) || control.IsEncrypted);
                Assert.Equal(isFulfilled, policy.IsSatisfiedBy(control));
            }

            Assert.Equal(policy != SecurityPolicy.Encrypted, policy.IsOffered());
        }

        Assert.False(((SecurityPolicy)4).IsOffered());
    }

    [Fact]
    public void Suite_0_has_keys_of_sixteen_octets_and_tags_of_twelve()
    {
        var suite = SecuritySuite.Suite0;
        Assert.Equal((0, 16, 12), (suite.Id, suite.KeyLength, suite.TagLength));
    }

    [Fact]
    public void A_transferred_key_replaces_one()
    {
        var keys = new SecurityKeys(SecuritySuite.Suite0, Encryption, Authentication, Master);
        var fresh = Hex.Bytes("FFEEDDCCBBAA99887766554433221100");

        var encryption = keys.With(KeyId.GlobalUnicastEncryptionKey, fresh);
        var authentication = keys.With(KeyId.AuthenticationKey, fresh);
        var master = keys.With(KeyId.MasterKey, fresh);

        Hold(encryption, fresh, Authentication, Master);
        Hold(authentication, Encryption, fresh, Master);
        Hold(master, Encryption, Authentication, fresh);
        Hold(keys, Encryption, Authentication, Master);
        Assert.NotEqual(keys.Fingerprint, encryption.Fingerprint);
        Assert.Equal(keys.Fingerprint, authentication.Fingerprint);
        Assert.Equal(keys.Fingerprint, master.Fingerprint);
        Assert.Throws<ArgumentOutOfRangeException>(() => keys.With(KeyId.GlobalBroadcastEncryptionKey, fresh));
        Assert.Throws<ArgumentException>(() => keys.With(KeyId.MasterKey, fresh.AsSpan(1)));
    }

    [Fact]
    public void Keys_have_the_length_of_their_suite()
    {
        Assert.Throws<ArgumentException>(() => new SecurityKeys(SecuritySuite.Suite0, new byte[15], Authentication, Master));
        Assert.Throws<ArgumentException>(() => new SecurityKeys(SecuritySuite.Suite0, Encryption, new byte[32], Master));
        Assert.Throws<ArgumentException>(() => new SecurityKeys(SecuritySuite.Suite0, Encryption, Authentication, []));
        var keys = new SecurityKeys(SecuritySuite.Suite0, Encryption, Authentication, Master);
        Assert.Throws<ArgumentException>(() => keys.CreateCiphering(new byte[24]));
        keys.CreateCiphering().Dispose();
        keys.CreateCiphering(new byte[16]).Dispose();
    }

    [Fact]
    public void The_text_of_keys_shows_none()
    {
        var text = new SecurityKeys(SecuritySuite.Suite0, Encryption, Authentication, Master).ToString();
        Assert.All(
            [Encryption, Authentication, Master],
            key => Assert.DoesNotContain(Convert.ToHexString(key[..4]), text, StringComparison.OrdinalIgnoreCase));
        Assert.Matches("^keys [0-9A-F]{16} of security suite 0$", text);
    }

    private static void Hold(SecurityKeys keys, byte[] encryption, byte[] authentication, byte[] master)
    {
        Assert.Equal(encryption, keys.GlobalUnicastEncryptionKey);
        Assert.Equal(authentication, keys.AuthenticationKey);
        Assert.Equal(master, keys.MasterKey);
        Assert.Equal(SecurityKeys.FingerprintOf(encryption), keys.Fingerprint);
    }
}
