using System.Collections.Immutable;
using Cosem;

namespace Gateway.Push;

/// <summary>What a report has to say of one device (reference 7.6).</summary>
internal interface IReportContent
{
    /// <summary>push_object_list: what is sent, in order.</summary>
    ImmutableArray<CaptureObject> Objects { get; }

    /// <summary>The last place in the order of storing there is now; on installation: the mark of the list of meters.</summary>
    long Newest { get; }

    /// <summary>Builds the next notification-body; the same range of the same history gives the same.</summary>
    /// <param name="range">What is asked for.</param>
    /// <param name="limit">How long a notification may be.</param>
    /// <param name="skipped">Is told of a row that is too long for any notification, in words.</param>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    PushPayload Build(PushRange range, PayloadLimit limit, Action<string> skipped);

    /// <summary>How many rows or events there are of what was stored after a place.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    long CountAfter(long delivered);

    /// <summary>When the oldest reading or event of it was made that was stored after a place; null: there is none, or no time is known of it.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    DateTimeOffset? OldestAfter(long delivered);
}
