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
    public static string Of(EventCode code, IStringLocalizer<Texts> texts) => EventCodes.IsStatus(code)
        ? texts["M-Bus status {0}", (code - EventCode.MeterStatus).ToString("X2", CultureInfo.InvariantCulture)]
        : EventCodes.Find(code) is { } known ? texts[known.Name]
        : texts["event {0}", (int)code];
}
