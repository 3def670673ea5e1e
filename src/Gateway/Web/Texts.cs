namespace Gateway.Web;

/// <summary>
/// Stands for the words of the page. They are written in English where they are shown, as <c>@T["..."]</c>; a translator copies
/// <c>Web/Texts.resx</c>, which lists all of them, to <c>Web/Texts.sv.resx</c>, or another language, and is done: <see cref="Languages"/> finds it.
/// </summary>
internal sealed class Texts;
