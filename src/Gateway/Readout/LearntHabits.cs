using System.Collections.Concurrent;
using System.Globalization;
using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// What readouts have taught of each meter, kept over a restart. One line in the state store: first request, milliseconds to the first byte,
/// with a question mark when they are a guess, baud rate, and whether it confirms:
/// <code>
/// readout.habits.17    5B 840 2400 E5
/// readout.habits.18    7B 1900? 2400 -
/// readout.habits.19    7B - - E5
/// </code>
/// </summary>
internal sealed class LearntHabits(IStateStore state)
{
    /// <summary>What the names of its entries begin with; a meter's number follows.</summary>
    public const string State = "readout.habits.";

    /// <summary>Less is the chance of the day, and not worth a write.</summary>
    private static readonly TimeSpan Noticeable = TimeSpan.FromMilliseconds(50);

    private readonly ConcurrentDictionary<MeterId, MeterHabits> _habits = new();

    /// <summary>What is known of a meter.</summary>
    public MeterHabits Of(MeterId meter) => _habits.GetOrAdd(meter, Kept);

    /// <summary>Remembers what a readout taught, durably when it differs from what is kept by more than chance.</summary>
    /// <exception cref="StoreException">It could not be stored; it holds until the end of the program.</exception>
    public async Task NoteAsync(MeterId meter, MeterHabits habits)
    {
        _habits[meter] = habits;
        if (IsNews(habits, Kept(meter)))
        {
            await state.SetAsync(Name(meter), Text(habits));
        }
    }

    /// <summary>Forgets a meter that was removed.</summary>
    /// <exception cref="StoreException">It could not be removed from the store.</exception>
    public async Task ForgetAsync(MeterId meter)
    {
        _habits.TryRemove(meter, out _);
        if (state.State.ContainsKey(Name(meter)))
        {
            await state.RemoveAsync(Name(meter));
        }
    }

    private static string Name(MeterId meter) => $"{State}{meter}";

    private static bool IsNews(MeterHabits habits, MeterHabits kept)
    {
        var (now, before) = (habits.FirstByteTime ?? TimeSpan.Zero, kept.FirstByteTime ?? TimeSpan.Zero);
        var difference = (now - before).Duration();
        return habits.FirstBitZero != kept.FirstBitZero
            || habits.NeverConfirms != kept.NeverConfirms
            || habits.IsGuess != kept.IsGuess
            || habits.BaudRate != kept.BaudRate
            || (difference > Noticeable && difference > before / 4);
    }

    private static string Text(MeterHabits habits)
    {
        var firstByte = habits.FirstByteTime is { } time ? $"{(long)time.TotalMilliseconds}{(habits.IsGuess ? "?" : "")}" : "-";
        var baudRate = habits.BaudRate is { } rate ? $"{rate}" : "-";
        return $"{(habits.FirstBitZero ? "5B" : "7B")} {firstByte} {baudRate} {(habits.NeverConfirms ? "-" : "E5")}";
    }

    /// <summary>A text that is none of ours teaches nothing.</summary>
    private MeterHabits Kept(MeterId meter) => state.State.GetValueOrDefault(Name(meter), "").Split(' ') is [("5B" or "7B") and var first, var time, var rate, ("E5" or "-") and var confirmation]
        ? new MeterHabits
        {
            FirstBitZero = first is "5B",
            FirstByteTime = Number(time.TrimEnd('?')) is { } milliseconds ? TimeSpan.FromMilliseconds(milliseconds) : null,
            IsGuess = time.EndsWith('?'),
            BaudRate = Number(rate),
            NeverConfirms = confirmation is "-",
        }
        : MeterHabits.Unknown;

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
