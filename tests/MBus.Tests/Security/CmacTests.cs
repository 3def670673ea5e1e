using MBus.Security;
using Testing;

namespace MBus.Tests.Security;

public sealed class CmacTests
{
    private static readonly byte[] Key = Hex.Bytes("2B7E1516 28AED2A6 ABF71588 09CF4F3C");
    private static readonly byte[] Message = Hex.Bytes(
        """
        6BC1BEE2 2E409F96 E93D7E11 7393172A  AE2D8A57 1E03AC9C 9EB76FAC 45AF8E51
        30C81C46 A35CE411 E5FBC119 1A0A52EF  F69F2445 DF4F9B17 AD2B417B E66C3710
        """);

    [Theory]
    [InlineData(0, "BB1D6929 E9593728 7FA37D12 9B756746")]
    [InlineData(16, "070A16B4 6B4D4144 F79BDD9D D04A287C")]
    [InlineData(20, "7D85449E A6EA19C8 23A7BF78 837DFADE")]
    [InlineData(40, "DFA66747 DE9AE630 30CA3261 1497C827")]
    [InlineData(64, "51F0BEBF 7E3B9D92 FC497417 79363CFE")]
    public void The_examples_of_RFC_4493_and_of_NIST_SP_800_38B_hold(int length, string expected) =>
        Assert.Equal(Hex.Bytes(expected), Cmac.Compute(Key, Message.AsSpan(0, length)));

    [Fact]
    public void Messages_of_every_length_up_to_100_agree_with_another_implementation()
    {
        var codes = new byte[16];
        for (var length = 0; length <= 100; length++)
        {
            byte[] message = [.. Enumerable.Range(0, length).Select(i => (byte)((7 * i) + length))];
            codes = Cmac.Compute(codes, message);
        }

        Assert.Equal(Hex.Bytes("B2F69E154DBCBE040BA07C70E9EF744B"), codes);
    }
}
