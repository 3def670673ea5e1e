namespace Gateway.Web.Charts;

/// <summary>A mark on an axis.</summary>
/// <param name="Place">Where, 0 to 1 from the left, or from the bottom.</param>
/// <param name="Text">What stands there.</param>
internal readonly record struct AxisTick(double Place, string Text);
