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
    [InlineData(true, 840, 2400, "5B 840 2400")]
    [InlineData(false, 840, null, "7B 840 -")]
    [InlineData(true, null, null, "5B - -")]
    public async Task What_was_learnt_outlives_a_restart(bool firstBitZero, int? firstByte, int? baudRate, string text)
    {
        var habits = Habits(firstBitZero, firstByte, baudRate);
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
    }

    [Fact]
    public async Task A_text_that_is_none_of_ours_teaches_nothing()
    {
        foreach (var text in new[] { "", "5B", "x y z", "7B -5 1e3" })
        {
            await _state.SetAsync("readout.habits.17", text);
            Assert.Equal(MeterHabits.Unknown, new LearntHabits(_state).Of(Meter));
        }
    }

    private static MeterHabits Habits(bool firstBitZero, int? firstByte, int? baudRate) =>
        new() { FirstBitZero = firstBitZero, FirstByteTime = firstByte is { } time ? TimeSpan.FromMilliseconds(time) : null, BaudRate = baudRate };
}
