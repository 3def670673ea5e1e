namespace Cosem.Tests;

public class StandardNameTests
{
    [Theory]
    [InlineData(DataAccessResult.ReadWriteDenied, "read-write-denied", "read-write-denied (3)")]
    [InlineData(DataAccessResult.OtherReason, "other-reason", "other-reason (250)")]
    [InlineData((DataAccessResult)77, "77", "result 77")]
    public void Names_are_those_of_the_standard(DataAccessResult result, string name, string withNumber) =>
        Assert.Equal((name, withNumber), (StandardName.Of(result), StandardName.WithNumber(result)));

    [Theory]
    [InlineData(DataType.OctetString, "octet-string")]
    [InlineData(DataType.Long64Unsigned, "long64-unsigned")]
    [InlineData(DataType.Utf8String, "utf8-string")]
    public void Types_have_theirs(DataType type, string name) => Assert.Equal(name, StandardName.Of(type));
}
