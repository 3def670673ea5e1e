using System.Collections.Immutable;

namespace Metering.Profiles;

/// <summary>The rows of a time as they were when they were counted.</summary>
/// <param name="From">The first moment of their readings.</param>
/// <param name="To">The last moment of their readings.</param>
/// <param name="Newest">The number of the last reading that counts; what is stored later does not.</param>
/// <param name="Count">How many there are.</param>
/// <param name="Signposts">Every <see cref="RowsBetween"/>th of them, the first one first: whoever wants the last rows need not walk from the beginning.</param>
public sealed record ProfileRange(DateTimeOffset From, DateTimeOffset To, long Newest, int Count, ImmutableArray<MarkedReading> Signposts)
{
    /// <summary>A signpost stands at so many rows: a millisecond of walking.</summary>
    public const int RowsBetween = 1024;
}
