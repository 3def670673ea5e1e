using Cosem;
using Dlms.Acse;
using Testing;

namespace Dlms.Tests;

/// <summary>Vectors: the Green Book's examples, and what Gurux, dlms-cosem and jDLMS were seen to send.</summary>
public class AarqTests
{
    private static readonly CosemData.BitString Authentication = new(Hex.Bytes("80"), 1);

    [Fact]
    public void Without_authentication() => Vectors.Hold(
        "60 1D | A1 09 06 07 60857405080101 | BE 10 04 0E 01000000065F1F0400001E1DFFFF",
        new Aarq { UserInformation = Hex.Bytes("01000000065F1F0400001E1DFFFF") });

    [Fact]
    public void With_low_level_security() => Vectors.Hold(
        "60 36 | A1 09 06 07 60857405080101 | 8A 02 07 80 | 8B 07 60857405080201 | AC 0A 80 08 3132333435363738 | BE 10 04 0E 01000000065F1F0400007E1F04B0",
        new Aarq
        {
            SenderAcseRequirements = Authentication,
            MechanismName = ObjectIdentifier.Mechanism(1),
            CallingAuthenticationValue = Octets.FromAscii("12345678"),
            UserInformation = Hex.Bytes("01000000065F1F0400007E1F04B0"),
        });

    [Fact]
    public void With_ciphering_and_a_system_title() => Vectors.Hold(
        """
        60 66 | A1 09 06 07 60857405080103 | A6 0A 04 08 4D4D4D0000BC614E | 8A 02 07 80 | 8B 07 60857405080201 | AC 0A 80 08 3132333435363738
        BE 34 04 32 21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855
        """,
        new Aarq
        {
            ApplicationContextName = ObjectIdentifier.ApplicationContext(3),
            CallingApTitle = Hex.Bytes("4D4D4D0000BC614E"),
            SenderAcseRequirements = Authentication,
            MechanismName = ObjectIdentifier.Mechanism(1),
            CallingAuthenticationValue = Octets.FromAscii("12345678"),
            UserInformation = Hex.Bytes("21303001234567801302FF8A7874133D414CED25B42534D28DB0047720606B175BD52211BE6841DB204D39EE6FDB8E356855"),
        });

    [Fact]
    public void With_a_challenge_of_16_octets_as_Gurux_sends_it() => Vectors.Hold(
        """
        605DA109060760857405080103A60A04084D4D4D00000000018A0207808B0760857405080205AC128010730D5519787019650267363508374450
        BE230421211F30000000106BE204E5EA0BCEE41D9B25D9E3448B03F406DA6DB5AB22B1BA4B
        """,
        new Aarq
        {
            ApplicationContextName = ObjectIdentifier.ApplicationContext(3),
            CallingApTitle = Hex.Bytes("4D4D4D0000000001"),
            SenderAcseRequirements = Authentication,
            MechanismName = ObjectIdentifier.Mechanism(5),
            CallingAuthenticationValue = Hex.Bytes("730D5519787019650267363508374450"),
            UserInformation = Hex.Bytes("211F30000000106BE204E5EA0BCEE41D9B25D9E3448B03F406DA6DB5AB22B1BA4B"),
        });

    [Fact]
    public void With_a_challenge_of_64_octets_the_length_is_long()
    {
        var challenge = new byte[64];
        new Random(1).NextBytes(challenge);
        var aarq = new Aarq
        {
            ApplicationContextName = ObjectIdentifier.ApplicationContext(3),
            CallingApTitle = new byte[8],
            SenderAcseRequirements = Authentication,
            MechanismName = ObjectIdentifier.Mechanism(5),
            CallingAuthenticationValue = challenge,
            UserInformation = new byte[33],
        };
        Assert.Equal(Hex.Bytes("60 81 8D"), aarq.ToArray()[..3]);
        Assert.Equal(aarq, Apdu.Decode(aarq.ToArray()));
    }

    [Fact]
    public void With_mechanism_name_0_as_jDLMS_sends_it() => Vectors.Hold(
        "60 26 | A1 09 06 07 60857405080101 | 8B 07 60857405080200 | BE 10 04 0E 01000000065F1F0400001E1DFFFF",
        new Aarq { MechanismName = ObjectIdentifier.Mechanism(0), UserInformation = Hex.Bytes("01000000065F1F0400001E1DFFFF") });

    [Fact]
    public void With_a_protocol_version() => Vectors.Hold(
        "60 0F | 80 02 02 84 | A1 09 06 07 60857405080101",
        new Aarq { ProtocolVersion = new(Hex.Bytes("84"), 6) });

    [Fact]
    public void Titles_qualifiers_and_invocation_ids_of_no_use_are_read_over() => Assert.Equal(
        new Aarq { CallingApTitle = Hex.Bytes("01") },
        Apdu.Decode(Hex.Bytes(
            """
            60 36 | A1 09 06 07 60857405080101 | A2 03 04 01 00 | A3 03 04 01 00 | A4 03 02 01 00 | A5 03 02 01 00
            A6 03 04 01 01 | A7 03 04 01 00 | A8 03 02 01 00 | A9 03 02 01 05 | BD 01 00
            """)));

    [Theory]
    [InlineData("60 00")] // no application context
    [InlineData("60 0B A1 09 06 07 60857405080101 00")] // octets follow
    [InlineData("60 16 A1 09 06 07 60857405080101 A1 09 06 07 60857405080101")] // twice
    [InlineData("60 0B A1 09 04 07 60857405080101")] // no object identifier
    [InlineData("60 7F A1 09 06 07 60857405080101")]
    public void What_is_not_an_AARQ_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));

    [Fact]
    public void Another_arc_than_that_of_DLMS_has_no_number()
    {
        Assert.Null(new ObjectIdentifier(Hex.Bytes("60857405080201")).ApplicationContextNumber);
        Assert.Null(new ObjectIdentifier(Hex.Bytes("60857405080101")).MechanismNumber);
        Assert.Null(new ObjectIdentifier(Hex.Bytes("61857405080101")).ApplicationContextNumber);
        Assert.Null(new ObjectIdentifier(Hex.Bytes("6085740508010101")).ApplicationContextNumber);
        Assert.Equal((byte)3, new ObjectIdentifier(Hex.Bytes("60857405080103")).ApplicationContextNumber);
    }
}
