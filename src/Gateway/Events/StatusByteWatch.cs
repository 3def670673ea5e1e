using Gateway.Diagnosis;
using MBus.Application;
using Metering;
using Metering.Events;

namespace Gateway.Events;

/// <summary>The status byte of a meter's telegrams (EN 13757-3, 5.4): told when it is another one than in the readout before, or tells of something in the first.</summary>
internal sealed class StatusByteWatch(IEventLog events)
{
    /// <summary>Looks at the first telegram of a meter's first readout: a fault that it has had for long is news too.</summary>
    public void Begin(Meter meter, in TelegramHeader first)
    {
        if (first.Kind != TelegramHeaderKind.None && first.Status != 0)
        {
            events.Report(EventCodes.OfStatus(first.Status), meter, $"its status is {first.Status:X2}h: {StatusWords.Of(first.Status)}, in its first readout");
        }
    }

    /// <summary>Compares the first telegrams of two readouts.</summary>
    public void Compare(Meter meter, in TelegramHeader before, in TelegramHeader now)
    {
        if (before.Kind == now.Kind && now.Kind != TelegramHeaderKind.None && before.Status != now.Status)
        {
            events.Report(
                EventCodes.OfStatus(now.Status), meter, $"its status is {now.Status:X2}h: {StatusWords.Of(now.Status)}; it was {before.Status:X2}h: {StatusWords.Of(before.Status)}");
        }
    }
}
