using System.Buffers;
using System.Security.Cryptography;
using Dlms.Push;
using Dlms.Security;
using Gateway.CommandLine.Receiving;

namespace Gateway.Tests.Push;

/// <summary>docs/push.md is true: what it shows is what this program writes and reads.</summary>
public class PushDocumentTests
{
    [Theory]
    [InlineData("profile", 0)]
    [InlineData("events", 0)]
    [InlineData("events", 1)]
    [InlineData("installation", 0)]
    public void Each_payload_is_whole_known_and_written_as_the_same_octets(string kind, int number)
    {
        var push = PushDocument.Push(kind, number);
        Assert.NotNull(PushBody.TryRead(push.Notification.Body));
        Assert.Equal(PushDocument.Frame(kind, number).Apdu.ToArray(), push.Notification.ToArray());
    }

    [Fact]
    public void The_ciphered_example_follows_from_its_keys_step_by_step()
    {
        var fields = PushDocument.Fields("ciphered");
        var (title, control, counter, tag) = (fields[5][1..], fields[7], fields[8], fields[^1]);
        byte[] cipher = [.. fields.Skip(9).SkipLast(1).SelectMany(field => field)];
        byte[] iv = [.. title, .. counter];
        byte[] aad = [.. control, .. PushDocument.AuthenticationKey];
        var plain = new byte[cipher.Length];
        using var aes = new AesGcm(PushDocument.EncryptionKey, 12);
        aes.Decrypt(iv, cipher, tag, plain, aad);
        Assert.Equal(PushDocument.Frame("installation").Apdu.ToArray(), plain);
        Tells($"IV          {Convert.ToHexString(iv)}\nAAD         {Convert.ToHexString(aad)}\nplain text  {Convert.ToHexString(plain[..32])}\n            {Convert.ToHexString(plain[32..])}");
        Tells($"EK = `{Convert.ToHexString(PushDocument.EncryptionKey)}` and AK = `{Convert.ToHexString(PushDocument.AuthenticationKey)}`");

        byte[] authenticated = [0x10, .. PushDocument.AuthenticationKey, .. plain];
        aes.Encrypt(iv, ReadOnlySpan<byte>.Empty, Span<byte>.Empty, tag, authenticated);
        Tells($"the tag is `{Convert.ToHexString(tag)}`");
    }

    [Fact]
    public void The_receiver_reads_the_ciphered_example()
    {
        using var ciphering = SecuritySuite.Suite0.CreateCiphering(PushDocument.EncryptionKey, PushDocument.AuthenticationKey);
        var push = new PushReceiver(ciphering).Read(PushDocument.Frame("ciphered"));
        Assert.Equal(PushDocument.Push("installation").Notification, push.Notification);
        Assert.Equal((8193u, "454C560000F42400"), (push.Protection!.InvocationCounter, push.Protection.SystemTitle.ToString()));
    }

    [Fact]
    public async Task The_options_of_the_verb_are_those_of_the_page()
    {
        var help = (await CommandLineRunOf("listen", "--help")).Output;
        foreach (var option in (string[])["--address", "--keys", "--ek", "--ak", "--json", "--file", "--count"])
        {
            Assert.Contains(option, help, StringComparison.Ordinal);
            Tells(option);
        }
    }

    private static Task<Harness.CommandResult> CommandLineRunOf(params string[] args) => Harness.CommandLineRun.RunAsync(args);

    private static void Tells(string words) => Assert.Contains(words, PushDocument.Text, StringComparison.Ordinal);
}
