using Gateway.Diagnosis;
using MBus.Application;
using MBus.Master;
using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Pages.Meters;

/// <summary>What goes over the line to a meter: errors, response times, the last exchanges.</summary>
internal sealed class LineModel(MeterView view, ZoneTime time) : MeterPage(view, time)
{
    /// <inheritdoc />
    public override string Here => "line";

    /// <summary>Its figures since the service started; null: it was not read since.</summary>
    public MeterFigures? Figures => Resource.Statistics;

    /// <summary>The last exchanges as a conversation: when, which way, the bytes, and what they say.</summary>
    public IReadOnlyList<(DateTimeOffset At, bool IsRequest, string Hex, string Words)> Conversation { get; private set; } = [];

    /// <summary>Shows it.</summary>
    public IActionResult OnGet(int id)
    {
        if (Load(id) is { } missing)
        {
            return missing;
        }

        Conversation = Figures is { } figures ? [.. Told(figures)] : [];
        return Page();
    }

    /// <summary>How long a step is as a part of the longest, in percent.</summary>
    public static string Part(long count, long most) => FormattableString.Invariant($"{Math.Max(1, 100.0 * count / Math.Max(1, most)):0.#}%");

    /// <summary>What went wrong, in the words of the verb scan.</summary>
    public static string WordOf(ReadoutFault fault) => Readout.ReadoutFaultWords.Words(fault);

    private static IEnumerable<(DateTimeOffset At, bool IsRequest, string Hex, string Words)> Told(MeterFigures figures)
    {
        var transcript = new LineTranscript();
        foreach (var told in figures.Exchanges.SelectMany(transcript.Add))
        {
            yield return (told.At, told.Kind == LineEventKind.Request, Convert.ToHexString(told.Bytes.Span), LineEventWords.Of(told, Telegram.Decode(told.Bytes), transcript.Asked));
        }
    }
}
