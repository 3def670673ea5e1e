using static Simulation.Meters.MeterRecord;

namespace Simulation.Meters;

/// <summary>Qundis Q caloric behind a wired gateway: heat cost allocator; units of now, of the set day and of two months.</summary>
internal static class QundisHeatCostAllocator
{
    private static readonly Usage Units = Usage.Heating(1_450);

    public static MeterType Type { get; } = new()
    {
        Name = "Qundis Q caloric",
        Manufacturer = "QDS",
        Version = 0x34,
        Medium = 0x08,
        Telegrams =
        [
            [
                Number("0C 78", m => m.Identification),
                Number("0B 6E", m => m.Total(Units) - m.SetDay().Total(Units)), // units since the set day
                Number("4B 6E", m => m.SetDay().Total(Units) - m.At(m.SetDay().Now.AddYears(-1)).Total(Units)),
                Date("42 6C", m => m.SetDay().Now),
                Number("CB08 6E", m => m.MonthStart(0).Total(Units) - m.MonthStart(0).SetDay().Total(Units)),
                Date("C208 6C", m => m.MonthStart(0).Now),
                Number("02 FD66", 2), // state of the parameters
                Number("32 6C", 0), // date of an error: none
                Time("04 6D", m => m.Now),
            ],
        ],
    };
}
