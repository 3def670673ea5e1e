namespace Gateway.Web.Charts;

/// <summary>A value of a chart.</summary>
/// <param name="Begin">When the time begins that it is of; of a reading its own time.</param>
/// <param name="At">Its time, or when that time ends.</param>
/// <param name="Value">The value.</param>
internal readonly record struct ChartPoint(DateTimeOffset Begin, DateTimeOffset At, ExactValue Value);
