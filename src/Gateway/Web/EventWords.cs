using System.Globalization;
using Metering.Events;
using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>The names of events.</summary>
internal static class EventWords
{
    /// <summary>What happened.</summary>
    /// <param name="code">Its code.</param>
    /// <param name="texts">The words.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such code.</exception>
    public static string Of(EventCode code, IStringLocalizer<Texts> texts) => EventCodes.IsStatus(code)
        ? texts["M-Bus status {0}", (code - EventCode.MeterStatus).ToString("X2", CultureInfo.InvariantCulture)]
        : texts[EventCodes.Of(code).Name];
}
