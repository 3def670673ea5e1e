using System.Globalization;

namespace Metering;

/// <summary>The number of a meter in the store: given once, from 1 up, never to another meter.</summary>
public readonly record struct MeterId(int Value)
{
    /// <summary>The number, decimal.</summary>
    public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
}
