using System.Globalization;
using Microsoft.AspNetCore.Localization;

namespace Gateway.Web;

/// <summary>The languages of the page: English, and each whose translation lies beside the program. A browser says which its user reads best.</summary>
internal static class Languages
{
    private const string English = "en";

    /// <summary>The language of a request chooses the words alone; numbers and times are written as everywhere else.</summary>
    public static RequestLocalizationOptions Options => new()
    {
        DefaultRequestCulture = new RequestCulture(CultureInfo.InvariantCulture, CultureInfo.GetCultureInfo(Usable(English))),
        SupportedCultures = [CultureInfo.InvariantCulture],
        SupportedUICultures = [.. Translated(AppContext.BaseDirectory).Prepend(English).Select(Usable).Distinct(StringComparer.Ordinal).Select(CultureInfo.GetCultureInfo)],
        RequestCultureProviders = [new AcceptLanguageHeaderRequestCultureProvider()],
    };

    /// <summary>The languages with a translation, as the build has laid them down: <c>sv/Gateway.resources.dll</c>.</summary>
    /// <param name="folder">The folder of the program.</param>
    public static IEnumerable<string> Translated(string folder)
    {
        var file = $"{typeof(Languages).Assembly.GetName().Name}.resources.dll";
        return Directory.EnumerateDirectories(folder).Where(language => File.Exists(Path.Combine(language, file))).Select(language => Path.GetFileName(language)).Order(StringComparer.Ordinal);
    }

    /// <summary>A system without data of cultures knows one alone, and then the page is English.</summary>
    private static string Usable(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name).Name;
        }
        catch (CultureNotFoundException)
        {
            return "";
        }
    }
}
