using Dlms.Security;
using Testing;

namespace Dlms.Tests;

public class KeyWrapTests
{
    private const string Key256 = "000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F";
    private const string Data256 = "00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F";

    [Theory] // RFC 3394, 4.1 to 4.6; the first one is the Green Book's too.
    [InlineData(16, 16, "1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5")]
    [InlineData(24, 16, "96778B25AE6CA435 F92B5B97C050AED2 468AB8A17AD84E5D")]
    [InlineData(32, 16, "64E8C3F9CE0F5BA2 63E9777905818A2A 93C8191E7D6E8AE7")]
    [InlineData(24, 24, "031D33264E15D332 68F24EC260743EDC E1C6C7DDEE725A93 6BA814915C6762D2")]
    [InlineData(32, 24, "A8F9BC1612C68B3F F6E6F4FBE30E71E4 769C8B80A32CB895 8CD5D17D6B254DA1")]
    [InlineData(32, 32, "28C9F404C4B810F4 CBCCB35CFB87F826 3F5786E2D80ED326 CBC7F0E71A99F43B FB988B9B7A02DD21")]
    public void The_vectors_of_the_RFC(int keyLength, int dataLength, string wrapped)
    {
        var key = Hex.Bytes(Key256)[..keyLength];
        var data = Hex.Bytes(Data256)[..dataLength];

        Assert.Equal(Hex.Bytes(wrapped), KeyWrap.Wrap(key, data));
        Assert.True(KeyWrap.TryUnwrap(key, Hex.Bytes(wrapped), out var unwrapped));
        Assert.Equal(data, unwrapped);
    }

    [Fact]
    public void Any_flipped_bit_is_refused()
    {
        var master = Hex.Bytes(Key256)[..16];
        var wrapped = KeyWrap.Wrap(master, Hex.Bytes(Data256));
        for (var bit = 0; bit < wrapped.Length * 8; bit++)
        {
            var altered = wrapped.ToArray();
            altered[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(KeyWrap.TryUnwrap(master, altered, out var key));
            Assert.Null(key);
        }
    }

    [Fact]
    public void A_wrapped_key_of_an_impossible_length_is_refused()
    {
        for (var length = 0; length < 48; length++)
        {
            Assert.False(KeyWrap.TryUnwrap(new byte[16], new byte[length], out _));
            Assert.False(SecuritySuite.Suite0.TryUnwrapKey(new byte[16], new byte[length], out _));
        }

        Assert.Throws<ArgumentException>(() => KeyWrap.Wrap(new byte[16], new byte[8]));
        Assert.Throws<ArgumentException>(() => KeyWrap.Wrap(new byte[16], new byte[17]));
    }

    [Fact]
    public void A_suite_unwraps_only_keys_of_its_length()
    {
        var master = Hex.Bytes(Key256)[..16];
        Assert.False(SecuritySuite.Suite0.TryUnwrapKey(master, KeyWrap.Wrap(master, new byte[24]), out _));
        Assert.True(SecuritySuite.Suite0.TryUnwrapKey(master, SecuritySuite.Suite0.WrapKey(master, new byte[16]), out var key));
        Assert.Equal(new byte[16], key);
        Assert.Throws<ArgumentException>(() => SecuritySuite.Suite0.WrapKey(new byte[24], new byte[16]));
    }

    [Fact]
    public void What_was_wrapped_unwraps_with_the_same_key_only()
    {
        var random = new Random(3394);
        for (var round = Rounds.Of(200, 5_000, 50_000); round > 0; round--)
        {
            var master = new byte[16 + (8 * random.Next(3))];
            var other = new byte[master.Length];
            var data = new byte[16 + (8 * random.Next(8))];
            random.NextBytes(master);
            random.NextBytes(other);
            random.NextBytes(data);

            var wrapped = KeyWrap.Wrap(master, data);

            Assert.True(KeyWrap.TryUnwrap(master, wrapped, out var unwrapped));
            Assert.Equal(data, unwrapped);
            Assert.False(KeyWrap.TryUnwrap(other, wrapped, out _));
        }
    }
}
