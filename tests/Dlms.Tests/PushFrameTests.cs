using System.Security.Cryptography;
using Cosem;
using Dlms.Push;
using Dlms.Security;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class PushFrameTests
{
    private const string Plain = "0F 00000011 0C 07EA0B1C06010F00FFFFC400 0202 0906 0001190900FF 06 0012D687";

    private static readonly DataNotification Notification = (DataNotification)Apdu.Decode(Hex.Bytes(Plain));

    private readonly TestSecurity _security = new(sendCounter: 0x01234567);

    [Fact]
    public async Task Plain_it_is_the_notification_behind_the_header_and_takes_no_counter()
    {
        var frame = await PushFrame.WriteAsync(_security, SecurityPolicy.None, 16, 1, Notification);
        Assert.Equal(Hex.Bytes($"0001 0010 0001 0021 {Plain}"), frame);
        Assert.Equal(0x01234567u, await _security.SendCounter.NextAsync());
    }

    [Fact]
    public async Task Authenticated_and_encrypted_it_is_what_AES_GCM_gives()
    {
        var frame = await PushFrame.WriteAsync(_security, SecurityPolicy.AuthenticatedAndEncrypted, 0x0102, 0x0304, Notification);
        var plain = Hex.Bytes(Plain);
        var (cipher, tag) = (new byte[plain.Length], new byte[12]);
        using var aes = new AesGcm(TestSecurity.Guek, 12);
        aes.Encrypt(Hex.Bytes("4D4D4D0000BC614E 01234567"), plain, cipher, tag, (byte[])[0x30, .. TestSecurity.Gak]);
        Assert.Equal([.. Hex.Bytes("0001 0102 0304 003D DB 08 4D4D4D0000BC614E 32 30 01234567"), .. cipher, .. tag], frame);
    }

    [Fact]
    public async Task Authenticated_it_stays_readable_and_bears_the_tag()
    {
        var frame = await PushFrame.WriteAsync(_security, SecurityPolicy.Authenticated, 1, 1, Notification);
        var tag = new byte[12];
        using var aes = new AesGcm(TestSecurity.Guek, 12);
        aes.Encrypt(Hex.Bytes("4D4D4D0000BC614E 01234567"), Array.Empty<byte>(), Array.Empty<byte>(), tag, (byte[])[0x10, .. TestSecurity.Gak, .. Hex.Bytes(Plain)]);
        Assert.Equal([.. Hex.Bytes($"0001 0001 0001 003D DB 08 4D4D4D0000BC614E 32 10 01234567 {Plain}"), .. tag], frame);
    }

    [Theory]
    [InlineData(SecurityPolicy.None, SecurityPolicy.None, null)]
    [InlineData(SecurityPolicy.None, SecurityPolicy.Authenticated, (byte)0x10)]
    [InlineData(SecurityPolicy.None, SecurityPolicy.AuthenticatedAndEncrypted, (byte)0x30)]
    [InlineData(SecurityPolicy.Authenticated, SecurityPolicy.None, (byte)0x10)]
    [InlineData(SecurityPolicy.Authenticated, SecurityPolicy.AuthenticatedAndEncrypted, (byte)0x30)]
    [InlineData(SecurityPolicy.AuthenticatedAndEncrypted, SecurityPolicy.Authenticated, (byte)0x30)]
    public async Task The_stronger_of_what_is_asked_for_and_the_policy_counts(SecurityPolicy asked, SecurityPolicy policy, byte? control)
    {
        _security.Policy = new() { SecurityPolicy = policy };
        var frame = await PushFrame.WriteAsync(_security, asked, 1, 1, Notification);
        Assert.Equal(control, frame[8] == 0x0F ? null : frame[19]);
    }

    [Fact]
    public async Task Responses_and_pushes_share_one_counter_and_new_keys_are_used_at_once()
    {
        await PushFrame.WriteAsync(_security, SecurityPolicy.Authenticated, 1, 1, Notification);
        Assert.Equal(0x01234568u, await _security.SendCounter.NextAsync());
        var other = Hex.Bytes("A0A1A2A3A4A5A6A7A8A9AAABACADAEAF");
        _security.Keys = _security.Keys.With(KeyId.GlobalUnicastEncryptionKey, other);
        var frame = await PushFrame.WriteAsync(_security, SecurityPolicy.AuthenticatedAndEncrypted, 1, 1, Notification);
        using var ciphering = SecuritySuite.Suite0.CreateCiphering(other, TestSecurity.Gak);
        var push = new PushReceiver(ciphering).Read(PushReceiverTests.FrameOf(frame));
        Assert.Equal(0x01234569u, push.Protection!.InvocationCounter);
    }

    [Fact]
    public async Task Encryption_alone_is_refused_before_a_counter_is_taken()
    {
        await Assert.ThrowsAsync<ArgumentException>(async () => await PushFrame.WriteAsync(_security, SecurityPolicy.Encrypted, 1, 1, Notification));
        Assert.Equal(0x01234567u, await _security.SendCounter.NextAsync());
    }

    [Theory]
    [InlineData(SecurityPolicy.None, 65_535)]
    [InlineData(SecurityPolicy.Authenticated, 65_505)]
    [InlineData(SecurityPolicy.AuthenticatedAndEncrypted, 65_505)]
    public async Task The_longest_APDU_has_65535_octets(SecurityPolicy protection, int longest)
    {
        Assert.Equal(longest, PushFrame.MaxNotificationLength(protection, 65_535));
        var notification = Notification with { Body = new CosemData.OctetString(new byte[longest - 22]) };
        Assert.Equal(longest, notification.ToArray().Length);
        Assert.Equal(65_543, (await PushFrame.WriteAsync(_security, protection, 1, 1, notification)).Length);
        var longer = Notification with { Body = new CosemData.OctetString(new byte[longest - 21]) };
        var before = await _security.SendCounter.NextAsync();
        await Assert.ThrowsAsync<ArgumentException>(async () => await PushFrame.WriteAsync(_security, protection, 1, 1, longer));
        Assert.Equal(before + 1, await _security.SendCounter.NextAsync());
    }

    [Fact]
    public async Task A_notification_of_the_greatest_length_for_a_limit_stays_within_it()
    {
        for (var limit = 60; limit <= 1_000; limit++)
        {
            var body = new byte[PushFrame.MaxNotificationLength(SecurityPolicy.AuthenticatedAndEncrypted, limit) - 22];
            var frame = await PushFrame.WriteAsync(
                _security, SecurityPolicy.AuthenticatedAndEncrypted, 1, 1, Notification with { Body = new CosemData.BitString(body, 8 * body.Length) });
            Assert.InRange(frame.Length - 8, limit - 4, limit);
        }
    }
}
