using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class CosemObjectTests
{
    private static readonly LogicalName Name = new(1, 0, 1, 8, 0, 255);

    public static TheoryData<CosemObject> Objects =>
    [
        new Data(Name, CosemData.Null.Instance),
        new Register(Name, CosemData.Null.Instance, new(0, Unit.WattHour)),
        new Clock(Name, TimeZoneInfo.Utc, TimeProvider.System),
        Extended(new CosemData.Unsigned(1)),
        new ProfileGeneric(Name, [new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0)], TimeSpan.Zero, TimeZoneInfo.Utc, new InMemoryProfile(TimeZoneInfo.Utc)),
        new TcpUdpSetup(Name, () => throw new NotSupportedException()),
        new IPv4Setup(Name, () => throw new NotSupportedException()),
        new SapAssignment(new Directory()),
    ];

    [Theory]
    [MemberData(nameof(Objects), DisableDiscoveryEnumeration = true)]
    public async Task Attributes_are_numbered_from_1_and_the_first_is_the_logical_name(CosemObject of)
    {
        Assert.Equal(Enumerable.Range(1, of.Attributes.Length), of.Attributes.Select(attribute => attribute.Index));
        Assert.Equal(new CosemData.OctetString(of.LogicalName.ToOctets()), (await of.GetAsync(1, null, default)).Data);
    }

    [Theory]
    [MemberData(nameof(Objects), DisableDiscoveryEnumeration = true)]
    public async Task An_attribute_that_is_not_there_is_denied(CosemObject of)
    {
        foreach (var attribute in new[] { -1, 0, of.Attributes.Length + 1, 127 })
        {
            Assert.Equal(DataAccessResult.ReadWriteDenied, (await of.GetAsync(attribute, null, default)).Result);
            Assert.Equal(DataAccessResult.ReadWriteDenied, await of.SetAsync(attribute, CosemData.Null.Instance, default));
        }
    }

    [Theory]
    [MemberData(nameof(Objects), DisableDiscoveryEnumeration = true)]
    public async Task Methods_are_numbered_from_1_and_one_that_cannot_be_invoked_is_denied(CosemObject of)
    {
        Assert.Equal(Enumerable.Range(1, of.Methods.Length), of.Methods.Select(method => method.Index));
        int[] denied = [-1, 0, of.Methods.Length + 1, 127, .. of.Methods.Where(method => !method.CanInvoke).Select(method => method.Index)];
        foreach (var method in denied)
        {
            Assert.Equal(ActionResult.ReadWriteDenied, (await of.InvokeAsync(method, new CosemData.Integer(0), default)).Result);
        }
    }

    [Fact]
    public void Methods_have_the_names_of_the_standard()
    {
        Assert.Empty(new Data(Name, CosemData.Null.Instance).Methods);
        Assert.Equal(["reset"], Names(new Register(Name, CosemData.Null.Instance, new(0, Unit.WattHour))));
        Assert.Equal(["reset"], Names(Extended(new CosemData.Unsigned(1))));
        Assert.Equal(["connect_logical_device"], Names(new SapAssignment(new Directory())));

        static IEnumerable<string> Names(CosemObject of) => of.Methods.Select(method => method.Name);
    }

    [Fact]
    public async Task Data_asks_its_source_each_time_and_can_be_written_when_it_takes_values()
    {
        CosemData value = new CosemData.Unsigned(1);
        var data = new Data(
            Name,
            _ => new(value),
            (written, _) =>
            {
                value = written;
                return new(DataAccessResult.Success);
            });
        Assert.Equal(DataAccessResult.Success, await data.SetAsync(2, new CosemData.Unsigned(2), default));
        Assert.Equal(new CosemData.Unsigned(2), (await data.GetAsync(2, null, default)).Data);
        Assert.Equal(DataAccessResult.ReadWriteDenied, await data.SetAsync(1, new CosemData.Unsigned(2), default));
        Assert.Equal(DataAccessResult.ReadWriteDenied, await new Data(Name, value).SetAsync(2, value, default));
    }

    [Fact]
    public async Task A_register_without_a_value_still_has_its_unit()
    {
        var register = new Register(Name, _ => new(new RegisterValue(DataAccessResult.TemporaryFailure, new(-3, Unit.CubicMetre))));
        Assert.Equal(DataAccessResult.TemporaryFailure, (await register.GetAsync(2, null, default)).Result);
        Assert.Equal(
            new CosemData.Structure(new CosemData.Integer(-3), new CosemData.Enum(13)), (await register.GetAsync(3, null, default)).Data);
    }

    [Fact]
    public async Task An_extended_register_shows_status_and_capture_time_of_its_value()
    {
        var register = Extended(new CosemData.DoubleLong(-5));
        Assert.Equal((ClassId.ExtendedRegister, (byte)0, 5), (register.ClassId, register.Version, register.Attributes.Length));
        Assert.Equal(new CosemData.DoubleLong(-5), (await register.GetAsync(2, null, default)).Data);
        Assert.Equal(
            new CosemData.Structure(new CosemData.Integer(-3), new CosemData.Enum(13)), (await register.GetAsync(3, null, default)).Data);
        Assert.Equal(new CosemData.Unsigned(4), (await register.GetAsync(4, null, default)).Data);
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("07E8060F 06 12172DFF 0000 00")), (await register.GetAsync(5, null, default)).Data);
    }

    [Fact]
    public async Task An_extended_register_without_a_value_still_has_the_rest()
    {
        var register = Extended(DataAccessResult.TemporaryFailure);
        Assert.Equal(DataAccessResult.TemporaryFailure, (await register.GetAsync(2, null, default)).Result);
        foreach (var attribute in new[] { 3, 4, 5 })
        {
            Assert.Equal(DataAccessResult.Success, (await register.GetAsync(attribute, null, default)).Result);
        }
    }

    [Fact]
    public void A_unit_is_never_0() => Assert.Throws<ArgumentOutOfRangeException>(() => new ScalerUnit(0, default));

    [Fact]
    public async Task SAP_assignment_lists_the_devices() => Assert.Equal(
        new CosemData.Array(
            new CosemData.Structure(new CosemData.LongUnsigned(1), new CosemData.OctetString(Octets.FromAscii("ELV0016000001"))),
            new CosemData.Structure(new CosemData.LongUnsigned(16), new CosemData.OctetString(Octets.FromAscii("KAM00224396041B")))),
        (await new SapAssignment(new Directory()).GetAsync(2, null, default)).Data);

    [Fact]
    public void A_range_is_restricted_by_the_clock_only()
    {
        var time = CosemDateTime.FromMoment(DateTimeOffset.UnixEpoch, TimeZoneInfo.Utc);
        var items = ((CosemData.Structure)new RangeDescriptor(time, time, []).ToSelectiveAccess().Parameters).Items;
        var other = new CaptureObject(ClassId.Register, Name, 2, 0).ToData();
        Assert.True(RangeDescriptor.TryParse(new CosemData.Structure(items), out _));
        Assert.False(RangeDescriptor.TryParse(new CosemData.Structure([other, .. items.Skip(1)]), out _));
        Assert.False(RangeDescriptor.TryParse(new CosemData.Structure(items[0], CosemData.Null.Instance, items[2], items[3]), out _));
        Assert.False(RangeDescriptor.TryParse(new CosemData.Structure(items[0], items[1], items[2], new CosemData.Array(CosemData.Null.Instance)), out _));
        Assert.False(RangeDescriptor.TryParse(new CosemData.Structure(items[0], items[1], items[2]), out _));
    }

    [Fact]
    public void A_value_that_was_never_set_is_no_success() => Assert.Equal(DataAccessResult.OtherReason, default(AttributeValue).Result);

    [Fact]
    public void A_reply_is_a_result_or_data_and_one_that_was_never_set_is_no_success()
    {
        ActionReply result = ActionResult.TypeUnmatched;
        ActionReply data = new CosemData.Unsigned(1);
        Assert.Equal((ActionResult.TypeUnmatched, (CosemData?)null), (result.Result, result.ReturnParameter));
        Assert.Equal((ActionResult.Success, new CosemData.Unsigned(1)), (data.Result, data.ReturnParameter));
        Assert.Equal(ActionResult.OtherReason, default(ActionReply).Result);
    }

    private static ExtendedRegister Extended(AttributeValue value) => new(Name, _ => new(new ExtendedRegisterValue(
        value,
        new(-3, Unit.CubicMetre),
        new CosemData.Unsigned(4),
        CosemDateTime.FromMoment(new(2024, 6, 15, 18, 23, 45, TimeSpan.Zero), TimeZoneInfo.Utc))));

    private sealed class Directory : ILogicalDeviceDirectory
    {
        public IReadOnlyList<SapEntry> SapAssignmentList => [new(1, "ELV0016000001"), new(16, "KAM00224396041B")];

        public LogicalDevice? Find(ushort serverSap) => null;
    }
}
