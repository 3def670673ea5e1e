using System.Buffers;
using System.Buffers.Binary;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

public sealed class CipheringTests : IDisposable
{
    private const string EncryptionKey = "000102030405060708090A0B0C0D0E0F";
    private const string AuthenticationKey = "D0D1D2D3D4D5D6D7D8D9DADBDCDDDEDF";
    private const string BookTitle = "4D4D4D0000BC614E";
    private const string Gurux = "4D4D4D0000000001";
    private const string GuruxServer = "47525800000003E9";
    private const string PyTitle = "5059540000000001";
    private const string PyServer = "47525800000003EA";
    private const string CppServer = "4142434445464748";
    private const string ClockGet = "C0010000080000010000FF0200";
    private readonly Ciphering _ciphering = SecuritySuite.Suite0.CreateCiphering(Hex.Bytes(EncryptionKey), Hex.Bytes(AuthenticationKey));

    public void Dispose() => _ciphering.Dispose();

    [Theory] // What follows tag, length and title of the APDU: security control, invocation counter, text, tag.
    [InlineData(BookTitle, "10 01234567 C0010000080000010000FF0200 06725D910F9221D263877516", ClockGet)]
    [InlineData(BookTitle, "30 01234567 411312FF935A47566827C467BC 7D825C3BE4A77C3FCC056B6B", ClockGet)]
    [InlineData(
        BookTitle,
        "30 01234567 801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855",
        "01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0")]
    [InlineData(BookTitle, "30 01234567 891214A0845E475714383F65BC19745CA235906525E4F3E1C893", "0800065F1F0400007C1F04000007")]
    public void The_vectors_of_the_Green_Book(string title, string message, string plain) => Holds(_ciphering, title, message, plain);

    [Fact]
    public void A_DataNotification_under_general_glo_ciphering()
    {
        using var ciphering = SecuritySuite.Suite0.CreateCiphering("MYDUMMYGLOBALKEY"u8, "MYDUMMYGLOBALKEY"u8);
        Holds(
            ciphering,
            "2F19229199164103",
            """
            30 000001E5 025CE9D2271FD78BE8C204211A916A9D7F587E0A7A814CADEA89E9593F01F92EA8C087B5BDFDEFEAB6BECF282DFE49C0
            8F5BE6DC8400
            """,
            "0F000001DB000922125A8591360000000049000000110000000A5A8513D014800000000D0000000A0100");
    }

    [Theory] // Recorded between a server of one maker and clients of three.
    [InlineData(Gurux, "30 00000010 6BE204E5EA0BCEE41D9B25D9E3448B03F406DA6DB5AB22B1BA4B", "01000000065F1F0400021E5DFFFF")]
    [InlineData(GuruxServer, "30 00010000 73B7C91DB8746E16EB679DA4AC8CDFAE331846B51312D88ECDF5", "0800065F1F0400001E5D04000007")]
    [InlineData(
        Gurux,
        "30 00000012 A0EC1DE0E05B7F006334FA517DB46377E1DB6128BDDC30AFA64D97F2E36CC53248E7B3AAC2518AFE560FEE5D",
        "C301C1000F0000280000FF010109111000000011AD7AFF40FBE3910FA6127158")]
    [InlineData(
        GuruxServer,
        "30 00010002 FAD19E96B00FC73E5D34D4F26A404F4C3C76BA7745309B2D03D114C8222F38E6071E9D0FE2",
        "C701C1000100091110000100018B43AB8C56939F85E5127B2F")]
    [InlineData(Gurux, "30 00000013 88C431D4C1F3234D6CFFEEB97FC988608AB5C85592C72EB58A", "C001C100030100010800FF0200")]
    [InlineData(GuruxServer, "30 00010003 0F2567C32FA3F57B55DD6BE3E7F68AAF284E901B76", "C401C100060012D687")]
    [InlineData(Gurux, "30 00000014 34CF5ED829AA04868F4CBCF7CE1DAFB8430FAB6FA9B4E2F9B37F", "01000000065F1F0400021E5DFFFF")]
    [InlineData(PyTitle, "30 00000020 6C8A2E4CF4622B5B94035C84DA282164A7E64D2DF19A3E8FC668", "01000000065F1F040000525FFFFF")]
    [InlineData(PyServer, "30 00010000 5EE515E2AAF987CD5F3A55F529E5F19AA07E175F55EFB3D11E7C", "0800065F1F040000125D04000007")]
    [InlineData(
        PyTitle,
        "30 00000021 C82F05C9BBA6EB48FB247583777FCD85FB958B5A5649B7F8CD761CC451ADFFDAB198A12A1CECB277D0F2FD30",
        "C301C0000F0000280000FF010109111000000021C3ACBA121AF93EAA91DB2A44")]
    [InlineData(
        PyServer,
        "30 00010002 FE7EAC58DB5F973644F507BC3D7DCFD1360E108113A9EFDEA6AA43F20935379170B0794A9F",
        "C701C000010009111000010001EA31BA82516B9F4F249A63C3")]
    [InlineData(PyTitle, "30 00000022 017D32F64666EFD4857672273B9D01322D24EC7D42E1B0A766", "C001C100030100010800FF0200")]
    [InlineData(PyServer, "30 00010003 70277D2F779A4DABFF0562D7EBF1EFACB3B9D8BB31", "C401C100060012D687")]
    [InlineData(BookTitle, "30 00000000 6948AF77685E7E085AADBD824DE6C85798FC6582D14FB02DFE5B", "01000000065F1F0400001E5DFFFF")]
    [InlineData(CppServer, "30 0000010B 8D868A67F3C5C265EE5F02C77E7916F2DC3C27B048ADF51E56C8", "0800065F1F0400001E5D04000007")]
    [InlineData(
        BookTitle,
        "30 00000002 33CA3FF2C2E065A0FE7F093CE30E37EEB8BCA3F06B967ADCC0AFEC2559A5BD5792E6298FC051F4169C305A5C",
        "C301C1000F0000280000FF010109111000000001F7B882CD1E8245A2F0A72745")]
    [InlineData(
        CppServer,
        "30 0000010E 29817D5AF575D270DC9E6DF6898BABF417D4E4F2BC4A955DDE04891391C3AA6637EF97AC40",
        "C701C10001000911100000010D3AAF0E22605F26FB155CF2CB")]
    [InlineData(BookTitle, "30 00000004 B6D13F4EE345CC28FAA482ED10C28E1D5812179BA99C5A7414", "C001C1000F0000280000FF0200")]
    public void Recorded_conversations(string title, string message, string plain) => Holds(_ciphering, title, message, plain);

    [Theory] // The Green Book's and recorded ones: f(StoC) of the client, f(CtoS) of the server.
    [InlineData(Gurux, "503677524A323146", "10 00000001 1A52FE7DD3E72748973C1E28")]
    [InlineData(BookTitle, "4B35366956616759", "10 01234567 FE1466AFB3DBCD4F9389E2B7")]
    [InlineData(Gurux, "265C34672C4A3D0567432903715B313A", "10 00000011 AD7AFF40FBE3910FA6127158")]
    [InlineData(GuruxServer, "730D5519787019650267363508374450", "10 00010001 8B43AB8C56939F85E5127B2F")]
    [InlineData(PyTitle, "470424211F362F0444283D0D245B2F57", "10 00000021 C3ACBA121AF93EAA91DB2A44")]
    [InlineData(PyServer, "43BE05E0AD51B4DD7079564A7A7B15D8", "10 00010001 EA31BA82516B9F4F249A63C3")]
    [InlineData(BookTitle, "896E9FFE6FEF5BB4FAD7FE97B24E2D11", "10 00000001 F7B882CD1E8245A2F0A72745")]
    [InlineData(CppServer, "67C6697351FF4AEC29CDBAABF2FBE346", "10 0000010D 3AAF0E22605F26FB155CF2CB")]
    public void High_level_security_by_GMAC(string title, string challenge, string token)
    {
        var expected = Hex.Bytes(token);
        var counter = BinaryPrimitives.ReadUInt32BigEndian(expected.AsSpan(1));

        Assert.Equal(expected, _ciphering.Mac(Title(title), counter, Hex.Bytes(challenge)));
        Assert.True(_ciphering.VerifyMac(Title(title), expected, Hex.Bytes(challenge), out var verified));
        Assert.Equal(counter, verified);
    }

    [Fact]
    public void A_token_that_was_altered_is_refused()
    {
        var challenge = Hex.Bytes("503677524A323146");
        var token = _ciphering.Mac(Title(Gurux), 1, challenge);
        foreach (var altered in Flipped(token).Concat(Mutations.Truncations(token)).Append([.. token, 0]))
        {
            Assert.False(_ciphering.VerifyMac(Title(Gurux), altered, challenge, out var counter));
            Assert.Equal(0u, counter);
        }

        Assert.All(Flipped(challenge), other => Assert.False(_ciphering.VerifyMac(Title(Gurux), token, other, out _)));
        Assert.False(_ciphering.VerifyMac(Title(PyTitle), token, challenge, out _));
    }

    [Theory]
    [InlineData(0x10)]
    [InlineData(0x30)]
    public void Any_flipped_bit_is_refused_and_leaves_no_plain_text(byte octet)
    {
        var control = new SecurityControl(octet);
        var title = Title(BookTitle);
        var message = Protect(_ciphering, title, control, 7, Hex.Bytes(ClockGet));
        var output = new ArrayBufferWriter<byte>(64);

        foreach (var altered in Flipped(message).Concat(Mutations.Truncations(message)))
        {
            Assert.False(_ciphering.TryUnprotect(title, control, 7, altered, output));
        }

        for (var bit = 0; bit < 64; bit++)
        {
            Assert.False(_ciphering.TryUnprotect(new SystemTitle(title.Value ^ (1UL << bit)), control, 7, message, output));
            Assert.False(_ciphering.TryUnprotect(title, control, 7 ^ (1u << (bit % 32)), message, output));
            Assert.False(_ciphering.TryUnprotect(title, new SecurityControl((byte)(octet ^ (1 << (bit % 8)))), 7, message, output));
        }

        Assert.Equal(0, output.WrittenCount);
        Assert.All(output.GetSpan().ToArray(), left => Assert.Equal(0, left));
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x20)]
    [InlineData(0x11)]
    [InlineData(0x31)]
    [InlineData(0x70)]
    [InlineData(0xB0)]
    public void Another_protection_is_refused(byte octet)
    {
        var control = new SecurityControl(octet);
        var output = new ArrayBufferWriter<byte>();
        Assert.False(_ciphering.TryUnprotect(Title(BookTitle), control, 0x01234567, Hex.Bytes("411312FF935A47566827C467BC"), output));
        Assert.False(_ciphering.TryUnprotect(Title(BookTitle), control, 1, new byte[64], output));
        Assert.Throws<ArgumentException>(() => _ciphering.Protect(Title(BookTitle), control, 1, [1], output));
        Assert.Throws<ArgumentException>(() => _ciphering.Overhead(control));
        Assert.Equal(0, output.WrittenCount);
    }

    [Fact]
    public void What_was_protected_unprotects_to_the_same()
    {
        var random = new Random(12);
        for (var round = Rounds.Of(500, 20_000, 200_000); round > 0; round--)
        {
            var plain = Mutations.Noise(random, 300);
            var control = random.Next(2) == 0 ? SecurityControl.Authenticated : SecurityControl.AuthenticatedAndEncrypted;
            var title = new SystemTitle((ulong)random.NextInt64());
            var counter = (uint)random.NextInt64(uint.MaxValue);

            var message = Protect(_ciphering, title, control, counter, plain);

            Assert.Equal(plain.Length + _ciphering.Overhead(control), message.Length);
            Assert.Equal(plain, Unprotect(_ciphering, title, control, counter, message));
            var altered = message.ToArray();
            altered[random.Next(altered.Length)] ^= (byte)(1 << random.Next(8));
            Assert.Null(Unprotect(_ciphering, title, control, counter, altered));
        }
    }

    [Fact]
    public void Protecting_and_unprotecting_allocate_nothing()
    {
        var title = Title(BookTitle);
        var plain = new byte[500];
        var sent = new ArrayBufferWriter<byte>(1024);
        var received = new ArrayBufferWriter<byte>(1024);
        long allocated = 0;
        for (var round = 0; round < 200; round++)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            var control = round % 2 == 0 ? SecurityControl.Authenticated : SecurityControl.AuthenticatedAndEncrypted;
            sent.ResetWrittenCount();
            received.ResetWrittenCount();
            _ciphering.Protect(title, control, (uint)round, plain, sent);
            var isGood = _ciphering.TryUnprotect(title, control, (uint)round, sent.WrittenSpan, received);
            var after = GC.GetAllocatedBytesForCurrentThread();
            Assert.True(isGood);
            allocated = round < 100 ? 0 : allocated + after - before;
        }

        Assert.Equal(0, allocated);
    }

    [Fact]
    public void After_its_end_it_protects_nothing_any_more()
    {
        _ciphering.Dispose();
        Assert.Throws<ObjectDisposedException>(() => Protect(_ciphering, Title(Gurux), SecurityControl.Authenticated, 1, [1]));
        Assert.Throws<ObjectDisposedException>(() => Protect(_ciphering, Title(Gurux), SecurityControl.AuthenticatedAndEncrypted, 1, [1]));
        Assert.Throws<ObjectDisposedException>(() => _ciphering.VerifyMac(Title(Gurux), [0x10, .. new byte[16]], [1], out _));
    }

    private static void Holds(Ciphering ciphering, string title, string message, string plain)
    {
        var octets = Hex.Bytes(message);
        var control = new SecurityControl(octets[0]);
        var counter = BinaryPrimitives.ReadUInt32BigEndian(octets.AsSpan(1));
        Assert.Equal(Hex.Bytes(plain), Unprotect(ciphering, Title(title), control, counter, octets[5..]));
        Assert.Equal(octets[5..], Protect(ciphering, Title(title), control, counter, Hex.Bytes(plain)));
    }

    private static byte[] Protect(Ciphering ciphering, SystemTitle title, SecurityControl control, uint counter, byte[] plain)
    {
        var output = new ArrayBufferWriter<byte>();
        ciphering.Protect(title, control, counter, plain, output);
        return output.WrittenSpan.ToArray();
    }

    private static byte[]? Unprotect(Ciphering ciphering, SystemTitle title, SecurityControl control, uint counter, byte[] message)
    {
        var output = new ArrayBufferWriter<byte>();
        return ciphering.TryUnprotect(title, control, counter, message, output) ? output.WrittenSpan.ToArray() : null;
    }

    private static SystemTitle Title(string hex) => SystemTitle.TryParse(Hex.Bytes(hex), out var title) ? title : throw new FormatException(hex);

    private static IEnumerable<byte[]> Flipped(byte[] octets) => Enumerable.Range(0, octets.Length * 8).Select(bit =>
    {
        var altered = octets.ToArray();
        altered[bit / 8] ^= (byte)(1 << (bit % 8));
        return altered;
    });
}
