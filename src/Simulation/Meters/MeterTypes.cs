using Simulation.DataSheets;

namespace Simulation.Meters;

/// <summary>The types of meters that there are.</summary>
internal static class MeterTypes
{
    /// <summary>Ordinary types, so ordered that the first few show the most.</summary>
    public static readonly IReadOnlyList<MeterType> All =
    [
        KamstrupHeat.Type,
        ItronCyble.Type,
        AbbElectricity.Type,
        PiigabRoomSensor.Type,
        EngelmannHeatCooling.Type,
        ElsterGas.Type,
        DiehlCooling.Type,
        QundisHeatCostAllocator.Type,
        ZennerWarmWater.Type,
        SchneiderElectricity.Type,
        LandisGyrHeat.Type,
        RelayPulseAdapter.Type,
        GavazziElectricity.Type,
        ItronColdWater.Type,
        KamstrupHeatCooling.Type,
        SensusHotWater.Type,
        SvmHeatInlet.Type,
        SontexCoolingInlet.Type,
        ElsterGasConverter.Type,
        ElvacoRoomSensor.Type,
    ];

    /// <summary>Types with another structure, header or encryption.</summary>
    public static readonly IReadOnlyList<MeterType> Specimens =
    [
        DiehlEncryptedWater.Type,
        AllmessFixedWater.Type,
        MaddalenaShortHeader.Type,
    ];
}
