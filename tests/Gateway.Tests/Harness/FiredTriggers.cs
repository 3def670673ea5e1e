using System.Collections.Concurrent;
using Quartz;

namespace Gateway.Tests.Harness;

/// <summary>Notes every trigger that fires, by its key's name.</summary>
internal sealed class FiredTriggers : ITriggerListener
{
    private readonly ConcurrentQueue<string> _fired = new();

    public string Name => nameof(FiredTriggers);

    public IReadOnlyList<string> Names => [.. _fired];

    public ValueTask TriggerFired(ITrigger trigger, IJobExecutionContext context, CancellationToken cancellationToken = default)
    {
        _fired.Enqueue(trigger.Key.Name);
        return default;
    }
}
