using Microsoft.AspNetCore.Mvc;

namespace Gateway.Web.Pages.Meters;

/// <summary>The last readout of a meter, explained byte by byte.</summary>
internal sealed class TelegramModel(MeterView view, ZoneTime time) : MeterPage(view, time)
{
    /// <inheritdoc />
    public override string Here => "telegram";

    /// <summary>Its telegrams.</summary>
    public IReadOnlyList<ExplainedTelegram> Telegrams { get; private set; } = [];

    /// <summary>When they were read; null: never.</summary>
    public DateTimeOffset? ReadAt { get; private set; }

    /// <summary>Shows it.</summary>
    public IActionResult OnGet(int id)
    {
        if (Load(id) is { } missing)
        {
            return missing;
        }

        Telegrams = View.TelegramsOf(Meter, out var readAt);
        ReadAt = readAt;
        return Page();
    }
}
