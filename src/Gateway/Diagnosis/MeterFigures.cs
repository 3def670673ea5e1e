using System.Collections.Immutable;
using MBus.Master;

namespace Gateway.Diagnosis;

/// <summary>What is known of the readouts of one meter since the start: a snapshot that never changes.</summary>
/// <param name="Readouts">What became of them.</param>
/// <param name="LastAt">When the last one was made; null: none was.</param>
/// <param name="LastFault">What went wrong with it.</param>
/// <param name="BusTime">The time for which its readouts had the bus.</param>
/// <param name="Exchanges">The last requests to it and what came in answer, oldest first.</param>
internal sealed record MeterFigures(
    ReadoutFigures Readouts, DateTimeOffset? LastAt, ReadoutFault LastFault, TimeSpan BusTime, ImmutableArray<LineExchange> Exchanges);
