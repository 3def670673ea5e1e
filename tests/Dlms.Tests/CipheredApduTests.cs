using System.Buffers;
using Dlms.Security;
using Testing;

namespace Dlms.Tests;

public class CipheredApduTests
{
    private const uint Counter = 0x01234567;

    [Theory]
    [InlineData("C81E1001234567", 0x10, "C0010000080000010000FF020006725D910F9221D263877516")]
    [InlineData("C8122001234567", 0x20, "411312FF935A47566827C467BC")]
    [InlineData("C81E3001234567", 0x30, "411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B")]
    public void The_get_of_the_standard(string header, byte securityControl, string content) =>
        Vectors.Hold(header + content, new CipheredMessage(ApduTag.GloGetRequest, default, securityControl, Counter, Hex.Bytes(content)));

    [Fact]
    public void Initiate()
    {
        const string Request = "801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855";
        const string Response = "891214A0845E475714383F65BC19745CA235906525E4F3E1C893";
        Vectors.Hold("21303001234567" + Request, new CipheredMessage(ApduTag.GloInitiateRequest, default, 0x30, Counter, Hex.Bytes(Request)));
        Vectors.Hold("281F3001234567" + Response, new CipheredMessage(ApduTag.GloInitiateResponse, default, 0x30, Counter, Hex.Bytes(Response)));
    }

    [Theory]
    [InlineData(0xCB, "313000000012", "A0EC1DE0E05B7F006334FA517DB46377E1DB6128BDDC30AFA64D97F2E36CC53248E7B3AAC2518AFE560FEE5D")]
    [InlineData(0xCF, "2A3000010002", "FAD19E96B00FC73E5D34D4F26A404F4C3C76BA7745309B2D03D114C8222F38E6071E9D0FE2")]
    [InlineData(0xC8, "1E3000000013", "88C431D4C1F3234D6CFFEEB97FC988608AB5C85592C72EB58A")]
    [InlineData(0xCC, "1A3000010003", "0F2567C32FA3F57B55DD6BE3E7F68AAF284E901B76")]
    [InlineData(0xCB, "313000000002", "33CA3FF2C2E065A0FE7F093CE30E37EEB8BCA3F06B967ADCC0AFEC2559A5BD5792E6298FC051F4169C305A5C")]
    public void Recorded_service_specific_ones(byte tag, string header, string content) => Vectors.Hold(
        $"{tag:X2}{header}{content}",
        new CipheredMessage((ApduTag)tag, default, 0x30, Convert.ToUInt32(header[4..], 16), Hex.Bytes(content)));

    [Theory]
    [InlineData("5059540000000001", "3130", "00000021", "C82F05C9BBA6EB48FB247583777FCD85FB958B5A5649B7F8CD761CC451ADFFDAB198A12A1CECB277D0F2FD30")]
    [InlineData("47525800000003EA", "2A30", "00010002", "FE7EAC58DB5F973644F507BC3D7DCFD1360E108113A9EFDEA6AA43F20935379170B0794A9F")]
    [InlineData("5059540000000001", "1E30", "00000022", "017D32F64666EFD4857672273B9D01322D24EC7D42E1B0A766")]
    [InlineData("47525800000003EA", "1A30", "00010003", "70277D2F779A4DABFF0562D7EBF1EFACB3B9D8BB31")]
    [InlineData(
        "2F19229199164103", "3B30", "000001E5", "025CE9D2271FD78BE8C204211A916A9D7F587E0A7A814CADEA89E9593F01F92EA8C087B5BDFDEFEAB6BECF282DFE49C08F5BE6DC8400")]
    public void Recorded_general_ones(string title, string header, string counter, string content) => Vectors.Hold(
        $"DB08{title}{header}{counter}{content}",
        new CipheredMessage(ApduTag.GeneralGloCiphering, Hex.Bytes(title), 0x30, Convert.ToUInt32(counter, 16), Hex.Bytes(content)));

    [Fact]
    public void General_with_the_dedicated_key() => Vectors.Hold(
        "DC 08 5059540000000001 06 30 00000001 AA",
        new CipheredMessage(ApduTag.GeneralDedCiphering, Hex.Bytes("5059540000000001"), 0x30, 1, Hex.Bytes("AA")));

    [Fact]
    public void Lengths_of_one_two_and_more_octets_are_read_where_they_lie()
    {
        byte[] octets = [0xC8, 0x82, 0x01, 0x05, 0x30, 0, 0, 0, 1, .. new byte[256]];
        var ciphered = CipheredApdu.Read(octets);
        Assert.True(ciphered.Protected.Overlaps(octets, out var offset));
        Assert.Equal((-9, 256), (offset, ciphered.Protected.Length));
        Assert.Equal(0x30, CipheredApdu.Read(Hex.Bytes("C8 81 06 30 00000001 AA")).SecurityControl);
    }

    [Fact]
    public void Taking_apart_allocates_nothing()
    {
        var octets = Hex.Bytes("DB0850595400000000011E3000000022017D32F64666EFD4857672273B9D01322D24EC7D42E1B0A766");
        var sum = CipheredApdu.Read(octets).Protected.Length;
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
        {
            sum += CipheredApdu.Read(octets).Protected.Length;
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Equal(1001 * 25, sum);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(122)]
    [InlineData(123)]
    [InlineData(250)]
    [InlineData(251)]
    [InlineData(65_530)]
    [InlineData(65_531)]
    public void The_header_is_as_long_as_it_says(int length)
    {
        foreach (var tag in (ApduTag[])[ApduTag.GloGetResponse, ApduTag.DedGetResponse, ApduTag.GeneralGloCiphering, ApduTag.GeneralDedCiphering])
        {
            var output = new ArrayBufferWriter<byte>();
            CipheredApdu.WriteHeader(output, tag, "MMM\0\0\0\0\u0001"u8, 0x30, Counter, length);
            Assert.Equal(output.WrittenCount, CipheredApdu.HeaderLength(tag, 8, length));

            output.Write(new byte[length]);
            var read = CipheredApdu.Read(output.WrittenSpan);
            Assert.Equal((tag, 0x30, Counter, length), (read.Tag, read.SecurityControl, read.InvocationCounter, read.Protected.Length));
            Assert.Equal(CipheredApdu.IsGeneral(tag) ? 8 : 0, read.SystemTitle.Length);
        }
    }

    [Theory]
    [InlineData(0x21, 0x01, false)]
    [InlineData(0x28, 0x08, false)]
    [InlineData(0x2E, 0x0E, false)]
    [InlineData(0xC8, 0xC0, false)]
    [InlineData(0xC9, 0xC1, false)]
    [InlineData(0xCA, 0xC2, false)]
    [InlineData(0xCB, 0xC3, false)]
    [InlineData(0xCC, 0xC4, false)]
    [InlineData(0xCD, 0xC5, false)]
    [InlineData(0xCF, 0xC7, false)]
    [InlineData(0x4E, 0x0E, true)]
    [InlineData(0xD0, 0xC0, true)]
    [InlineData(0xD1, 0xC1, true)]
    [InlineData(0xD2, 0xC2, true)]
    [InlineData(0xD3, 0xC3, true)]
    [InlineData(0xD4, 0xC4, true)]
    [InlineData(0xD5, 0xC5, true)]
    [InlineData(0xD7, 0xC7, true)]
    public void A_service_specific_tag_names_the_plain_one(byte tag, byte plain, bool dedicated)
    {
        Assert.True(CipheredApdu.IsCiphered((ApduTag)tag));
        Assert.False(CipheredApdu.IsGeneral((ApduTag)tag));
        Assert.Equal(dedicated, CipheredApdu.IsDedicated((ApduTag)tag));
        Assert.Equal((ApduTag)plain, CipheredApdu.PlainTagOf((ApduTag)tag));
    }

    [Fact]
    public void No_other_tag_is_protected()
    {
        var ciphered = Enumerable.Range(0, 256).Where(tag => CipheredApdu.IsCiphered((ApduTag)tag)).ToArray();
        Assert.Equal(
            [0x21, 0x28, 0x2E, 0x4E, 0xC8, 0xC9, 0xCA, 0xCB, 0xCC, 0xCD, 0xCF, 0xD0, 0xD1, 0xD2, 0xD3, 0xD4, 0xD5, 0xD7, 0xDB, 0xDC], ciphered);
        foreach (var tag in Enumerable.Range(0, 256).Except(ciphered).Concat([0xDB, 0xDC]))
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => CipheredApdu.PlainTagOf((ApduTag)tag));
        }
    }

    [Theory]
    [InlineData(0x21, 0x08, 0x28)]
    [InlineData(0x21, 0x0E, 0x2E)]
    [InlineData(0xC8, 0xC4, 0xCC)]
    [InlineData(0xC9, 0xC5, 0xCD)]
    [InlineData(0xCB, 0xC7, 0xCF)]
    [InlineData(0xC8, 0x0E, 0x2E)]
    [InlineData(0xD0, 0xC4, 0xD4)]
    [InlineData(0xD1, 0xC5, 0xD5)]
    [InlineData(0xD3, 0xC7, 0xD7)]
    [InlineData(0xD0, 0x0E, 0x4E)]
    [InlineData(0xDB, 0xC4, 0xDB)]
    [InlineData(0xDB, 0xD8, 0xDB)]
    [InlineData(0xDB, 0xDA, 0xDB)]
    [InlineData(0xDC, 0xC7, 0xDC)]
    public void A_response_takes_the_form_of_its_request(byte request, byte plainResponse, byte response) =>
        Assert.Equal((ApduTag)response, CipheredApdu.ResponseTagFor((ApduTag)request, (ApduTag)plainResponse));

    [Theory]
    [InlineData(0xC0, 0xC4)]
    [InlineData(0xC8, 0xD8)]
    [InlineData(0xC8, 0xDA)]
    [InlineData(0xD0, 0x08)]
    public void There_is_not_a_form_for_every_response(byte request, byte plainResponse) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => CipheredApdu.ResponseTagFor((ApduTag)request, (ApduTag)plainResponse));

    [Theory]
    [InlineData("")]
    [InlineData("C0 05 30 00000001")]
    [InlineData("DD 00 05 30 00000001")]
    [InlineData("C8 04 30 000000")]
    [InlineData("C8 06 30 00000001")]
    [InlineData("C8 05 30 00000001 00")]
    [InlineData("C8 81")]
    [InlineData("C8 84 FFFFFFFF 30 00000001")]
    [InlineData("DB 08 505954 05 30 00000001")]
    [InlineData("DB 08 5059540000000001")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => CipheredApdu.Read(Hex.Bytes(hex)));
}
