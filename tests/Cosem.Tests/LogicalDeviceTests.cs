using Cosem.InterfaceClasses;

namespace Cosem.Tests;

public class LogicalDeviceTests
{
    private static readonly LogicalName Name = new(1, 0, 1, 8, 0, 255);

    private static readonly Register Register = new(Name, new CosemData.Unsigned(1), new(0, Unit.WattHour));

    [Fact]
    public void It_finds_its_objects()
    {
        var device = new LogicalDevice(16, "KAM00224396041B", [LogicalDeviceObject.ReadOnly(Register)]);
        Assert.True(device.TryFind(Name, out var found));
        Assert.Same(Register, found.Object);
        Assert.False(device.TryFind(new(1, 0, 1, 8, 1, 255), out _));
        Assert.Equal((16, "KAM00224396041B"), (device.Sap, device.Name));
    }

    [Fact]
    public void A_logical_name_belongs_to_one_object() => Assert.Throws<ArgumentException>(() => new LogicalDevice(
        1, "ELV0016000001", [LogicalDeviceObject.ReadOnly(Register), LogicalDeviceObject.ReadOnly(new Data(Name, CosemData.Null.Instance))]));

    [Theory]
    [InlineData("")]
    [InlineData("12345678901234567")]
    [InlineData("ÄLV0016000001")]
    public void A_name_has_1_to_16_ASCII_characters(string name) => Assert.Throws<ArgumentException>(() => new LogicalDevice(1, name, []));

    [Fact]
    public void Rights_differ_by_client()
    {
        var entry = LogicalDeviceObject.ReadOnly(Register);
        Assert.True(entry.RightsOf(ClientSap.Management).IsVisible);
        Assert.False(entry.RightsOf(ClientSap.Public).IsVisible);
        Assert.False(entry.RightsOf((ClientSap)2).IsVisible);
        Assert.True(LogicalDeviceObject.ReadOnly(Register, isPublic: true).RightsOf(ClientSap.Public).IsVisible);
    }

    [Fact]
    public void Rights_are_none_but_what_is_given()
    {
        var rights = AccessRights.ReadOnly(Register);
        Assert.Equal(AttributeAccess.Read, rights.Attribute(2));
        Assert.Equal(AttributeAccess.None, rights.Attribute(0));
        Assert.Equal(AttributeAccess.None, rights.Attribute(4));
        Assert.Equal(AttributeAccess.None, rights.Attribute(-1));
        Assert.Equal(MethodAccess.None, rights.Method(1));
        Assert.Equal(AttributeAccess.ReadWrite, rights.WithAttribute(2, AttributeAccess.ReadWrite).Attribute(2));
        Assert.Equal(MethodAccess.Invoke, rights.WithMethod(1, MethodAccess.Invoke).Method(1));
        Assert.Equal(MethodAccess.None, rights.Method(1));
        Assert.False(AccessRights.None.IsVisible);
    }

    [Fact]
    public void A_right_may_need_an_encrypted_request()
    {
        var rights = AccessRights.ReadOnly(Register)
            .WithAttribute(2, AttributeAccess.ReadWrite, writeNeedsEncryption: true)
            .WithMethod(1, MethodAccess.Invoke, needsEncryption: true);
        Assert.Equal((AttributeAccess.ReadWrite, MethodAccess.Invoke), (rights.Attribute(2), rights.Method(1)));
        Assert.True(rights.WriteNeedsEncryption(2));
        Assert.True(rights.MethodNeedsEncryption(1));
        Assert.False(rights.WithAttribute(2, AttributeAccess.ReadWrite).WriteNeedsEncryption(2));
        Assert.False(rights.WithMethod(1, MethodAccess.Invoke).MethodNeedsEncryption(1));
        Assert.Equal([false, false, false, false], new[] { -1, 0, 3, 4 }.Select(rights.WriteNeedsEncryption));
        Assert.Equal([false, false, false], new[] { -1, 0, 2 }.Select(rights.MethodNeedsEncryption));
    }
}
