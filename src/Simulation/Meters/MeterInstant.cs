using Simulation.Values;

namespace Simulation.Meters;

/// <summary>One meter at one instant: what the records of its data sheet are made of. The meters' clocks are set to UTC.</summary>
internal sealed class MeterInstant
{
    private readonly Seed _seed;

    /// <summary>The meter that the seed stands for, at an instant, which is cut to whole seconds.</summary>
    public MeterInstant(Seed seed, uint fabricationNumber, DateTime now)
    {
        _seed = seed;
        FabricationNumber = fabricationNumber;
        Installed = Calendar.Start.AddYears(18).AddHours(seed.Part(1).Below(6 * 8766));
        Now = Calendar.Clamp(new DateTime(now.Ticks - (now.Ticks % TimeSpan.TicksPerSecond), DateTimeKind.Utc));
        Clock = Now;
    }

    /// <summary>The fabrication number as eight BCD digits.</summary>
    public uint FabricationNumber { get; }

    /// <summary>When the meter began to count: from 2018 to 2023.</summary>
    public DateTime Installed { get; }

    /// <summary>The instant.</summary>
    public DateTime Now { get; }

    /// <summary>What the meter's clock shows; the instant, unless it stands still.</summary>
    public DateTime Clock { get; init; }

    /// <summary>By how much of what they have counted last the counters are set back.</summary>
    public TimeSpan SetBack { get; init; }

    /// <summary>The set date: the start of this year.</summary>
    public DateTime Year => new(Now.Year, 1, 1, 0, 0, 0, DateTimeKind.Utc);

    /// <summary>Whole hours since the meter was installed.</summary>
    public long HoursOn => Now < Installed ? 0 : (Now - Installed).Ticks / TimeSpan.TicksPerHour;

    /// <summary>Whether the battery is low: one meter in twelve, from its sixth year on.</summary>
    public bool PowerLow => _seed.Part(2).Below(12) == 0 && Now > Installed.AddYears(5);

    /// <summary>Whether something is wrong just now: two hours on one day in forty.</summary>
    public bool TemporaryError
    {
        get
        {
            var day = _seed.Part(3).Part(Calendar.Split(Now).Hour / Calendar.DayHours);
            return day.Below(40) == 0 && day.Part(1).Below(12) == Now.Hour / 2;
        }
    }

    /// <summary>The status byte of the header: power low (bit 2) and temporary error (bit 4).</summary>
    public byte Status => OtherStatus ?? (byte)((PowerLow ? 0x04 : 0) | (TemporaryError ? 0x10 : 0));

    /// <summary>The status byte in the place of its own, or null.</summary>
    public byte? OtherStatus { get; init; }

    /// <summary>The start of the month so many months ago; 0 is this one.</summary>
    public DateTime Month(int ago) => new DateTime(Now.Year, Now.Month, 1, 0, 0, 0, DateTimeKind.Utc).AddMonths(-ago);

    /// <summary>What was counted until now.</summary>
    public long Count(Consumption of) => Count(of, Now - SetBack);

    /// <summary>What was counted until an instant.</summary>
    public long Count(Consumption of, DateTime until) => of.Count(_seed, Installed, until);

    /// <summary>What this hour consumes.</summary>
    public long Hourly(Consumption of) => of.Hourly(_seed, Installed, Now);

    /// <summary>The most that an hour consumed from an instant until now, and when that hour began.</summary>
    public (long Amount, DateTime Begin) Peak(Consumption of, DateTime since) => of.Peak(_seed, Installed, since, Now);

    /// <summary>The most that an hour consumed between two instants, the second excluded, and when that hour began.</summary>
    public (long Amount, DateTime Begin) Peak(Consumption of, DateTime from, DateTime until) =>
        of.Peak(_seed, Installed, from, until.AddSeconds(-1));

    /// <summary>A level now.</summary>
    public long At(Level level) => level.At(_seed, Now);

    /// <summary>A level at an instant.</summary>
    public long At(Level level, DateTime instant) => level.At(_seed, instant);

    /// <summary>The highest level of the last hours.</summary>
    public long Highest(Level level, int hours) => level.Highest(_seed, Now.AddHours(-hours), Now);

    /// <summary>The lowest level of the last hours.</summary>
    public long Lowest(Level level, int hours) => level.Lowest(_seed, Now.AddHours(-hours), Now);
}
