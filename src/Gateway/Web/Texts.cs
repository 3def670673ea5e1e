namespace Gateway.Web;

/// <summary>
/// Stands for the words of the page. They are written in English where they are shown, as <c>@T["..."]</c>; a translator copies
/// <c>Web/Texts.resx</c>, which lists all of them, to <c>Web/Texts.de.resx</c>.
/// </summary>
internal sealed class Texts;
