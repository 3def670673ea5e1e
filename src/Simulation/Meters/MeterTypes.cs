namespace Simulation.Meters;

/// <summary>All types, in the order in which a simulated bus uses them: the first meters are of as many media as possible.</summary>
internal static class MeterTypes
{
    public static IReadOnlyList<MeterType> All { get; } =
    [
        KamstrupMultical403.Type,
        ItronCyble.Type,
        AbbB23.Type,
        ElvacoCma12.Type,
        ElsterThemis.Type,
        KamstrupMultical603.Type,
        ElsterFalcon.Type,
        LandisGyrUltraheatT230.Type,
        SchneiderIem3255.Type,
        QundisHeatCostAllocator.Type,
        DiehlHydrus.Type,
        SensusPolluCom.Type,
        GavazziEm24.Type,
        SontexSupercal531.Type,
        SchlumbergerCyble.Type,
        EngelmannSensostarU.Type,
    ];
}
