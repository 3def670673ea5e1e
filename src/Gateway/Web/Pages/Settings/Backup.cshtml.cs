using System.Globalization;
using Gateway.Api;
using Gateway.Upkeep;
using Microsoft.AspNetCore.Mvc.RazorPages;

namespace Gateway.Web.Pages.Settings;

/// <summary>Backups: made and brought back.</summary>
internal sealed class BackupModel(SettingsChanges settings, StoreStatistics store) : PageModel
{
    /// <summary>Why what was brought back last did not start; null: nothing did not.</summary>
    public StartFault? Fault => settings.LastFault;

    /// <summary>How many readings there are; null: the store could not be read.</summary>
    public string? Readings => store.TryKept?.Figures.Readings.ToString("N0", CultureInfo.InvariantCulture);
}
