using System.Diagnostics.CodeAnalysis;
using Testing;

namespace Dlms.Tests;

/// <summary>Whatever comes, every parser gives a message or an <see cref="ApduException"/>, without holding more than the input warrants.</summary>
public class HostileInputTests
{
    private static readonly byte[] Tags =
    [
        0x01, 0x08, 0x0E, 0x0F, 0x21, 0x28, 0x60, 0x61, 0x62, 0x63, 0xC0, 0xC1, 0xC3, 0xC4, 0xC5, 0xC7, 0xC8, 0xD0, 0xD8, 0xD9, 0xDA, 0xDB, 0xDC, 0xE0,
    ];

    public static TheoryData<string> Messages =>
    [
        "601DA109060760857405080101BE10040E01000000065F1F0400001E1DFFFF",
        "6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0",
        "6142A109060760857405080101A203020100A305A10302010E88020780890760857405080205AA0A8008503677524A323146BE10040E0800065F1F040000501F01F40007",
        "6328800100BE230421281F3001234567891214A0845E475714383F65BC19745CA235906525E4F3E1C893",
        "6203800100",
        "01011000112233445566778899AABBCCDDEEFF0000065F1F0400007E1F04B0",
        "0800065F1F0400007C1F04000007",
        "0E010601",
        "D80102",
        "C001C100070100630100FF0201010204020412000809060000010000FF0F02120000090C07E2020CFF00000000800000090C07E3020CFF000000008000000100",
        "C003C102000100002A0000FF020000080000010000FF0200",
        "C002C100000001",
        "C403C109001200320012000000120000001200000012000000120000001208FE000207060190560B120326111111021200F01200011200000002051202D0120CA8111811200FC0",
        "C402C100000000010003010203",
        "C101C100080000010000FF0200090C07E50118FF0E303950FFC400",
        "C102C100080000010000FF0200000000000103090C07",
        "C103C1010000000202E501",
        "C104C102000100002A0000FF020000070100630100FF030102110702110500",
        "C105C102000100002A0000FF020000070100630100FF03010211070000000001020211",
        "C501C100",
        "C502C100000001",
        "C503C10300000002",
        "C504C102000400000002",
        "C505C10200FA",
        "C301C0000F0000280000FF010109111000001A90E6D2221FA2FD85EED61ACC22",
        "C302C100000001",
        "C303C10200070100630100FFFF000F0000280000FF0102000901AA",
        "C304C1000F0000280000FF01000000000103091110",
        "C305C10200070100630100FFFF000F0000280000FF01000000000103020009",
        "C306510100000001050102030405",
        "C701C000010009111000001AFDE8857B728A3499106AA665D1",
        "C701C0000101FA",
        "C702510100000001050102030405",
        "C703C10300000001001105FA010101",
        "C704C100000001",
        "D9F0FFFFFF0C07E50118FF0E303950FFC400030100080000010000FF020300070100630100FF010500070100630100FF0202110703000F001102",
        "DA400000010C07E50118FF0E303950FFC40001010100080000010000FF02011105010100",
        "0F0000000100020409060000190900FF091047525830303030303030303031303031090C07D00101FF00000000000000060012D687",
        "0F000000020C07EA0B1C06010F00FFFFC400010202030F000600BC614E160A00",
        "E0810001000003C001C1",
        "C81E3001234567411312FF935A47566827C467BC7D825C3BE4A77C3FCC056B6B",
        "21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855",
        "DB0850595400000000011E3000000022017D32F64666EFD4857672273B9D01322D24EC7D42E1B0A766",
    ];

    [Theory]
    [MemberData(nameof(Messages))]
    public void Cut_off_anywhere_it_is_refused(string hex)
    {
        foreach (var octets in Mutations.Truncations(Hex.Bytes(hex)))
        {
            Assert.False(TryDecode(octets, out _), Convert.ToHexString(octets));
        }
    }

    [Theory]
    [MemberData(nameof(Messages))]
    public void Damaged_it_is_refused_or_read(string hex)
    {
        var random = new Random(5);
        var original = Hex.Bytes(hex);
        for (var round = Rounds.Of(300, 100_000, 1_000_000); round > 0; round--)
        {
            var octets = Mutations.Mutate(random, original);
            if (TryDecode(octets, out var apdu))
            {
                // What was read can be written, and is then read as the same.
                Assert.Equal(apdu, Apdu.Decode(apdu.ToArray()));
            }
        }
    }

    [Fact]
    public void Noise_is_refused_or_read()
    {
        var random = new Random(3);
        for (var round = Rounds.Of(5_000, 100_000, 1_000_000); round > 0; round--)
        {
            var octets = Mutations.Noise(random, 64);
            if (octets.Length > 0)
            {
                octets[0] = random.GetItems<byte>(Tags, 1)[0];
            }

            TryDecode(octets, out _);
        }
    }

    [Theory]
    [InlineData("C4 01 C1 00 01 84 7FFFFFFF 00")]
    [InlineData("C1 04 C1 84 7FFFFFFF 00")]
    [InlineData("C5 05 C1 84 7FFFFFFF 00")]
    [InlineData("C3 03 C1 84 7FFFFFFF 00")]
    [InlineData("C7 03 C1 84 7FFFFFFF 00")]
    [InlineData("D9 40000001 00 84 7FFFFFFF 00")]
    [InlineData("DA 40000001 00 00 84 7FFFFFFF 00")]
    [InlineData("0F 00000001 84 7FFFFFFF 00")]
    [InlineData("0F 00000001 00 02 84 7FFFFFFF 00")]
    [InlineData("E0 81 0001 0000 84 7FFFFFFF 00")]
    [InlineData("C8 84 7FFFFFFF 30 00000001")]
    public void A_count_that_lies_allocates_nothing(string hex)
    {
        var octets = Hex.Bytes(hex);
        TryDecode(octets, out _);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.False(TryDecode(octets, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 64_000);
    }

    [Fact]
    public void Fifteen_thousand_levels_are_refused() =>
        Assert.False(TryDecode([0xC4, 1, 0xC1, 0, .. Enumerable.Repeat<byte[]>([2, 1], 15_000).SelectMany(level => level), 0], out _));

    [Fact]
    public void A_frame_full_of_small_elements_takes_bounded_memory()
    {
        byte[] octets = [0xC4, 1, 0xC1, 0, 1, 0x82, 0xFF, 0x00, .. new byte[0xFF00]];
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(TryDecode(octets, out _));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
    }

    private static bool TryDecode(byte[] octets, [NotNullWhen(true)] out Apdu? apdu)
    {
        try
        {
            apdu = Apdu.Decode(octets);
            return true;
        }
        catch (ApduException)
        {
            apdu = null;
            return false;
        }
    }
}
