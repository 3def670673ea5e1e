namespace MBus.Application;

/// <summary>The medium, also called device type (EN 13757-3, table 6).</summary>
public readonly record struct Medium(byte Code)
{
    private static readonly string[] Names = BuildNames();

    /// <summary>The name in lower case, <c>heat/cooling load</c>; <c>reserved</c> where the standard has none.</summary>
    public string Name => Names[Code];

    /// <summary>The name.</summary>
    public override string ToString() => Name;

    private static string[] BuildNames()
    {
        var names = new string[256];
        Array.Fill(names, "reserved");
        string[] first =
        [
            "other", "oil", "electricity", "gas", "heat", "steam", "warm water", "water", // 00
            "heat cost allocator", "compressed air", "cooling load (outlet)", "cooling load (inlet)", // 08
            "heat (inlet)", "heat/cooling load", "bus/system", "unknown", // 0C
            "irrigation water", "water data logger", "gas data logger", "gas converter", // 10
            "calorific value", "hot water", "cold water", "dual water", // 14
            "pressure", "A/D converter", "smoke detector", "room sensor", // 18
            "gas detector", "carbon monoxide alarm", "heat alarm", "sensor", // 1C
            "breaker", "valve", "switching device", "switching device", // 20
            "switching device", "customer unit", "customer unit", "customer unit", // 24
            "waste water", "garbage", "carbon dioxide", "environmental", // 28
            "environmental", "environmental", "environmental", "environmental", // 2C
            "system", "communication controller", "unidirectional repeater", "bidirectional repeater", // 30
            "system", "system", "radio converter (system side)", "radio converter (meter side)", // 34
            "bus converter", // 38
        ];
        first.CopyTo(names, 0);
        return names;
    }
}
