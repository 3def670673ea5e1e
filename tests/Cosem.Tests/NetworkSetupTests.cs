using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class NetworkSetupTests
{
    [Fact]
    public async Task TCP_UDP_setup_shows_port_limits_and_its_IPv4_setup()
    {
        var settings = new TcpUdpSettings(4059, new(0, 0, 25, 1, 0, 255), 576, 32, TimeSpan.FromMinutes(3));
        var setup = new TcpUdpSetup(new(0, 0, 25, 0, 0, 255), () => settings);
        Assert.Equal((ClassId.TcpUdpSetup, (byte)0, 6, 0), (setup.ClassId, setup.Version, setup.Attributes.Length, setup.Methods.Length));
        Assert.Equal(new CosemData.LongUnsigned(4059), await GetAsync(setup, 2));
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("0000190100FF")), await GetAsync(setup, 3));
        Assert.Equal(new CosemData.LongUnsigned(576), await GetAsync(setup, 4));
        Assert.Equal(new CosemData.Unsigned(32), await GetAsync(setup, 5));
        Assert.Equal(new CosemData.LongUnsigned(180), await GetAsync(setup, 6));
        settings = settings with { InactivityTimeOut = TimeSpan.FromDays(1) };
        Assert.Equal(new CosemData.LongUnsigned(ushort.MaxValue), await GetAsync(setup, 6));
    }

    [Fact]
    public async Task IPv4_setup_shows_addresses_as_32_bits()
    {
        var settings = new IPv4Settings(default, 0xC0A80102, 0xFFFFFF00, 0xC0A80101, UseDhcp: true, 0x08080808, 0);
        var setup = new IPv4Setup(new(0, 0, 25, 1, 0, 255), () => settings);
        Assert.Equal((ClassId.IPv4Setup, (byte)0, 10), (setup.ClassId, setup.Version, setup.Attributes.Length));
        Assert.Equal(new CosemData.OctetString(new byte[6]), await GetAsync(setup, 2));
        Assert.Equal(new CosemData.DoubleLongUnsigned(3232235778), await GetAsync(setup, 3));
        Assert.Equal(new CosemData.Array(), await GetAsync(setup, 4));
        Assert.Equal(new CosemData.Array(), await GetAsync(setup, 5));
        Assert.Equal(new CosemData.DoubleLongUnsigned(0xFFFFFF00), await GetAsync(setup, 6));
        Assert.Equal(new CosemData.DoubleLongUnsigned(0xC0A80101), await GetAsync(setup, 7));
        Assert.Equal(new CosemData.Boolean(true), await GetAsync(setup, 8));
        Assert.Equal(new CosemData.DoubleLongUnsigned(0x08080808), await GetAsync(setup, 9));
        Assert.Equal(new CosemData.DoubleLongUnsigned(0), await GetAsync(setup, 10));
        Assert.Equal(["add_mc_IP_address", "delete_mc_IP_address", "get_nbof_mc_IP_addresses"], setup.Methods.Select(method => method.Name));
        Assert.DoesNotContain(setup.Methods, method => method.CanInvoke);
    }

    private static async Task<CosemData?> GetAsync(CosemObject of, int attribute) => (await of.GetAsync(attribute, null, default)).Data;
}
