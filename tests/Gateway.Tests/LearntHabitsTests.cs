using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Master;
using Metering;

namespace Gateway.Tests;

public class LearntHabitsTests
{
    private static readonly MeterId Meter = new(17);

    private readonly InMemoryStateStore _state = new();

    [Theory]
    [InlineData(true, 840, 2400, false, false, "5B 840 2400 E5")]
    [InlineData(false, 840, null, true, false, "7B 840 - -")]
    [InlineData(false, 1900, 300, true, true, "7B 1900? 300 -")]
    [InlineData(true, null, null, false, false, "5B - - E5")]
    public async Task What_was_learnt_outlives_a_restart(bool firstBitZero, int? firstByte, int? baudRate, bool neverConfirms, bool isGuess, string text)
    {
        var habits = Habits(firstBitZero, firstByte, baudRate) with { NeverConfirms = neverConfirms, IsGuess = isGuess };
        await new LearntHabits(_state).NoteAsync(Meter, habits);

        Assert.Equal(text, _state.State["readout.habits.17"]);
        Assert.Equal(habits, new LearntHabits(_state).Of(Meter));
        Assert.Equal(MeterHabits.Unknown, new LearntHabits(_state).Of(new MeterId(18)));
    }

    [Fact]
    public async Task Chance_is_remembered_and_not_written()
    {
        var habits = new LearntHabits(_state);
        await habits.NoteAsync(Meter, MeterHabits.Unknown);
        Assert.Equal(0, _state.Writes);
        await habits.NoteAsync(Meter, Habits(false, 400, null));
        foreach (var milliseconds in new[] { 420, 480, 360, 301, 500 })
        {
            await habits.NoteAsync(Meter, Habits(false, milliseconds, null));
            Assert.Equal(milliseconds, habits.Of(Meter).FirstByteTime!.Value.TotalMilliseconds);
        }

        Assert.Equal(1, _state.Writes);
        await habits.NoteAsync(Meter, Habits(false, 501, null));
        Assert.Equal(2, _state.Writes);
        await habits.NoteAsync(Meter, Habits(true, 501, null));
        Assert.Equal(3, _state.Writes);
        await habits.NoteAsync(Meter, Habits(true, 501, 300));
        Assert.Equal(4, _state.Writes);
        await habits.NoteAsync(Meter, Habits(true, 501, 300) with { NeverConfirms = true });
        Assert.Equal(5, _state.Writes);
        await habits.NoteAsync(Meter, Habits(true, 501, 300) with { NeverConfirms = true, IsGuess = true });
        Assert.Equal(6, _state.Writes);
    }

    [Fact]
    public async Task Of_a_meter_that_was_removed_nothing_is_kept()
    {
        var habits = new LearntHabits(_state);
        await habits.NoteAsync(Meter, Habits(true, 840, 2400));
        await habits.ForgetAsync(Meter);
        Assert.Equal(MeterHabits.Unknown, habits.Of(Meter));
        Assert.Empty(_state.State);
        await habits.ForgetAsync(Meter);
    }

    [Fact]
    public async Task A_text_that_is_none_of_ours_teaches_nothing()
    {
        foreach (var text in new[] { "", "5B", "x y z", "7B 840 2400", "x 840 2400 E5", "7B -5 1e3 E5" })
        {
            await _state.SetAsync("readout.habits.17", text);
            Assert.Equal(MeterHabits.Unknown, new LearntHabits(_state).Of(Meter));
        }
    }

    private static MeterHabits Habits(bool firstBitZero, int? firstByte, int? baudRate) =>
        new() { FirstBitZero = firstBitZero, FirstByteTime = firstByte is { } time ? TimeSpan.FromMilliseconds(time) : null, BaudRate = baudRate };
}
