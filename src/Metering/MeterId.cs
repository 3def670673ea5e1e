using System.Globalization;

namespace Metering;

/// <summary>The number of a meter in the store: given once, from 1 up, never to another meter.</summary>
public readonly record struct MeterId(int Value)
{
    /// <summary>Where devices are meant and not only meters: the gateway itself, number 0.</summary>
    public static MeterId Gateway => default;

    /// <summary>Whether the gateway is meant and no meter.</summary>
    public bool IsGateway => Value == 0;

    /// <summary>The number, decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
