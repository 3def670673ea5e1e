using Dlms.Xdlms;
using Testing;

namespace Dlms.Tests;

public class ExceptionResponseTests
{
    [Fact]
    public void It_names_two_errors()
    {
        Vectors.Hold("D8 01 02", new ExceptionResponse(StateError.ServiceNotAllowed, ServiceError.ServiceNotSupported));
        Vectors.Hold("D8 01 01", new ExceptionResponse(StateError.ServiceNotAllowed, ServiceError.OperationNotPossible));
    }

    [Fact]
    public void It_carries_the_counter_that_is_expected() => Vectors.Hold(
        "D8 01 06 00000100", new ExceptionResponse(StateError.ServiceNotAllowed, ServiceError.InvocationCounterError, 0x100));

    [Theory]
    [InlineData("D8 01")]
    [InlineData("D8 01 02 00")]
    [InlineData("D8 01 06 0000")]
    public void What_is_not_one_is_refused(string hex) => Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(hex)));

    [Theory]
    [InlineData("05 00", "D8 01 02")] // read, short names
    [InlineData("C2 01", "D8 01 02")] // event-notification
    [InlineData("99", "D8 02 02")]
    [InlineData("00", "D8 02 02")]
    public void An_APDU_of_no_type_here_names_the_answer(string apdu, string answer) =>
        Assert.Equal(Hex.Bytes(answer), Assert.Throws<ApduException>(() => Apdu.Decode(Hex.Bytes(apdu))).Response.ToArray());

    [Fact]
    public void An_empty_APDU_is_malformed() =>
        Assert.Equal(Hex.Bytes("D8 01 03"), Assert.Throws<ApduException>(() => Apdu.Decode([])).Response.ToArray());
}
