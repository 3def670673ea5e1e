using Metering.Events;

namespace Metering.Tests.Events;

public class EventCodesTests
{
    private static readonly EventLogName Gateway = new(default, EventLogKind.Standard);
    private static readonly EventLogName Fraud = new(default, EventLogKind.Fraud);
    private static readonly EventLogName OfMeter = new(new MeterId(7), EventLogKind.Standard);

    /// <summary>The decided table: G the gateway's log, M the meter's, F the gateway's fraud log, own: the log it speaks of.</summary>
    public static TheoryData<int, int, string> Decided => new()
    {
        { 1, 6, "G" }, { 14, 15, "G" }, { 18, 18, "G" }, { 46, 46, "F" }, { 47, 48, "G" }, { 49, 50, "F" }, { 100, 101, "M" }, { 105, 105, "GM" }, { 255, 255, "own" },
        { 1001, 1004, "G" }, { 1010, 1010, "G" }, { 1020, 1020, "G" }, { 1021, 1021, "M" }, { 1030, 1031, "G" }, { 1040, 1042, "G" }, { 1050, 1051, "G" }, { 1060, 1060, "own" },
        { 1090, 1090, "G" }, { 2001, 2002, "GM" }, { 2003, 2007, "M" }, { 4000, 4255, "M" },
    };

    [Theory]
    [MemberData(nameof(Decided))]
    public void A_code_goes_to_the_logs_that_were_decided(int first, int last, string logs)
    {
        for (var code = (EventCode)first; code <= (EventCode)last; code++)
        {
            Assert.Equal(logs switch { "G" => [Gateway], "M" => [OfMeter], "F" => [Fraud], "GM" => [Gateway, OfMeter], _ => [OfMeter] }, EventCodes.LogsOf(code, new MeterId(7)));
            Assert.Equal([logs == "F" ? Fraud : Gateway], EventCodes.LogsOf(code, default));
        }
    }

    [Fact]
    public void Every_code_is_decided_and_has_a_name()
    {
        var decided = Decided.Select(row => row.Data).SelectMany(row => Enumerable.Range(row.Item1, row.Item2 - row.Item1 + 1)).Where(code => code < (int)EventCode.MeterStatus);
        Assert.Equal(decided, EventCodes.All.Select(definition => (int)definition.Code));
        Assert.Equal(Enum.GetValues<EventCode>().Where(code => code != EventCode.MeterStatus).Order(), EventCodes.All.Select(definition => definition.Code));
        Assert.All(EventCodes.All, definition => Assert.NotEmpty(definition.Name));
        Assert.Equal(EventCodes.All.Count(), EventCodes.All.Select(definition => definition.Name).Distinct().Count());
    }

    [Fact]
    public void Codes_up_to_255_are_those_of_IDIS() =>
        Assert.All(EventCodes.All, definition => Assert.Equal((int)definition.Code <= 255, definition.IsIdis));

    [Theory]
    [InlineData(0x00, 4000, "M-Bus status 00")]
    [InlineData(0xFF, 4255, "M-Bus status FF")]
    public void A_status_byte_has_a_code(byte status, int code, string name)
    {
        Assert.Equal((EventCode)code, EventCodes.OfStatus(status));
        Assert.Equal(name, EventCodes.Of(EventCodes.OfStatus(status)).Name);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(7)]
    [InlineData(3999)]
    [InlineData(4256)]
    public void There_are_no_other_codes(int code)
    {
        Assert.Null(EventCodes.Find((EventCode)code));
        Assert.Throws<ArgumentOutOfRangeException>(() => EventCodes.Of((EventCode)code));
    }

    [Fact]
    public void A_message_is_one_line_of_bounded_length()
    {
        Assert.Equal("one  two", EventMessage.Of("one\r\ntwo"));
        Assert.Equal(EventMessage.MaxLength, EventMessage.Of(new string('a', 5_000)).Length);
        Assert.EndsWith("a...", EventMessage.Of(new string('a', 401)), StringComparison.Ordinal);
        Assert.Equal(new string('a', 400), EventMessage.Of(new string('a', 400)));
    }
}
