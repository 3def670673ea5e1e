using Gateway.Readout;
using MBus.Link;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

public class AccessNumbersTests
{
    private static readonly MeterId Meter = new(7);

    private readonly AccessNumbers _numbers = new();

    [Fact]
    public void A_number_that_counts_our_answers_tells_nothing()
    {
        Assert.Equal([null, null, null, null], new byte[] { 254, 255, 0, 1 }.Select(number => Note(1, number)));
        Assert.Null(Note(3, 2, 3, 4));
        Assert.Null(Note(1, 5));
    }

    [Fact]
    public void A_number_that_stands_still_tells_nothing() => Assert.All(Enumerable.Range(0, 5), _ => Assert.Null(Note(1, 0)));

    [Fact]
    public void More_answers_than_were_asked_for_are_another_masters_and_told_once()
    {
        Note(1, 42);
        Assert.Equal(((byte)42, (byte)45), Note(1, 45));
        Assert.Null(Note(1, 50));
        _numbers.Forget(Meter);
        Note(1, 42);
        Assert.Equal(((byte)42, (byte)44), Note(1, 44));
    }

    [Fact]
    public void An_answer_that_was_lost_or_came_late_may_have_been_counted()
    {
        Note(1, 10);
        Assert.Null(Note(3, 13));
        Assert.Null(Note(2));
        Assert.Null(Note(1, 18));
        Assert.Equal(((byte)18, (byte)20), Note(1, 20));
    }

    [Fact]
    public void What_a_search_or_a_command_has_asked_is_not_known_and_not_told()
    {
        Note(1, 10);
        _numbers.OthersAsked();
        Assert.Null(Note(1, 15));
        Assert.NotNull(Note(1, 17));
    }

    [Fact]
    public void A_telegram_without_a_number_tells_nothing()
    {
        Note(1, 10);
        Assert.Null(_numbers.Note(Meter, Result(1, [Frame(0x78, 0)])));
        Assert.NotNull(Note(1, 12));
    }

    private (byte Before, byte Now)? Note(int requests, params byte[] numbers) => _numbers.Note(Meter, Result(requests, [.. numbers.Select(number => Frame(0x72, number))]));

    private static ReadoutResult Result(int requests, IReadOnlyList<LinkFrame> telegrams) => new()
    {
        StartedAt = DateTimeOffset.UnixEpoch,
        Telegrams = telegrams,
        Fault = telegrams.Count > 0 ? ReadoutFault.None : ReadoutFault.NoAnswer,
        Tries = new ReadoutTries(requests, requests - telegrams.Count, 0, 0, 1),
    };

    private static LinkFrame Frame(byte ci, byte number)
    {
        Assert.Equal(LinkError.None, LinkFrame.TryParse(LinkFrame.Long(ControlField.RspUd, 1, ci, [0x78, 0x56, 0x34, 0x12, 0x74, 0x52, 1, 4, number, 0, 0, 0]), out var frame));
        return frame;
    }
}
