using Dlms.Acse;
using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class AareTests
{
    private const string Response = "0800065F1F040000501F01F40007";

    [Fact]
    public void Accepted() => Vectors.Hold(
        "61 29 | A1 09 06 07 60857405080101 | A2 03 02 01 00 | A3 05 A1 03 02 01 00 | BE 10 04 0E " + Response,
        new Aare { Result = AssociationResult.Accepted, Diagnostic = ResultSourceDiagnostic.None, UserInformation = Hex.Bytes(Response) });

    [Fact]
    public void Rejected_for_the_application_context() => Vectors.Hold(
        "61 29 | A1 09 06 07 60857405080101 | A2 03 02 01 01 | A3 05 A1 03 02 01 02 | BE 10 04 0E " + Response,
        new Aare
        {
            Result = AssociationResult.RejectedPermanent,
            Diagnostic = ResultSourceDiagnostic.ApplicationContextNameNotSupported,
            UserInformation = Hex.Bytes(Response),
        });

    [Fact]
    public void Rejected_for_the_DLMS_version()
    {
        Vectors.Hold(
            "61 1F | A1 09 06 07 60857405080101 | A2 03 02 01 01 | A3 05 A1 03 02 01 01 | BE 06 04 04 0E010601",
            new Aare
            {
                Result = AssociationResult.RejectedPermanent,
                Diagnostic = ResultSourceDiagnostic.NoReasonGiven,
                UserInformation = Hex.Bytes("0E010601"),
            });
        Vectors.Hold("0E 01 06 01", new ConfirmedServiceError(InitiateError.DlmsVersionTooLow));
    }

    [Fact]
    public void With_a_challenge_while_high_level_security_is_pending() => Vectors.Hold(
        """
        61 42 | A1 09 06 07 60857405080101 | A2 03 02 01 00 | A3 05 A1 03 02 01 0E | 88 02 07 80 | 89 07 60857405080205
        AA 0A 80 08 503677524A323146 | BE 10 04 0E 0800065F1F040000501F01F40007
        """,
        new Aare
        {
            Result = AssociationResult.Accepted,
            Diagnostic = ResultSourceDiagnostic.AuthenticationRequired,
            ResponderAcseRequirements = new(Hex.Bytes("80"), 1),
            MechanismName = ObjectIdentifier.Mechanism(5),
            RespondingAuthenticationValue = Hex.Bytes("503677524A323146"),
            UserInformation = Hex.Bytes(Response),
        });

    [Fact]
    public void With_ciphering_and_a_system_title() => Vectors.Hold(
        """
        6169A109060760857405080103A203020100A305A10302010EA40A040847525800000003E988020780890760857405080205
        AA128010265C34672C4A3D0567432903715B313ABE230421281F300001000073B7C91DB8746E16EB679DA4AC8CDFAE331846B51312D88ECDF5
        """,
        new Aare
        {
            ApplicationContextName = ObjectIdentifier.ApplicationContext(3),
            Result = AssociationResult.Accepted,
            Diagnostic = ResultSourceDiagnostic.AuthenticationRequired,
            RespondingApTitle = Hex.Bytes("47525800000003E9"),
            ResponderAcseRequirements = new(Hex.Bytes("80"), 1),
            MechanismName = ObjectIdentifier.Mechanism(5),
            RespondingAuthenticationValue = Hex.Bytes("265C34672C4A3D0567432903715B313A"),
            UserInformation = Hex.Bytes("281F300001000073B7C91DB8746E16EB679DA4AC8CDFAE331846B51312D88ECDF5"),
        });

    [Fact]
    public void Rejected_by_the_service_provider() => Vectors.Hold(
        "61 17 | A1 09 06 07 60857405080101 | A2 03 02 01 01 | A3 05 A2 03 02 01 02",
        new Aare { Result = AssociationResult.RejectedPermanent, Diagnostic = ResultSourceDiagnostic.NoCommonAcseVersion });

    [Theory]
    [InlineData("61 10 A1 09 06 07 60857405080101 A2 03 02 01 00")] // no diagnostic
    [InlineData("61 17 A1 09 06 07 60857405080101 A2 03 02 01 00 A3 05 A3 03 02 01 00")] // no source
    [InlineData("61 18 A1 09 06 07 60857405080101 A2 04 02 02 0000 A3 05 A1 03 02 01 00")]
    public void What_is_not_an_AARE_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));
}
