using Microsoft.Extensions.Localization;

namespace Gateway.Web;

/// <summary>
/// The words of the page out of <c>Texts.resx</c> and its translations. Names of resources do not tell <c>all</c> from <c>All</c>: the one that begins with
/// a small letter has its name with <see cref="LowerCase"/> then.
/// </summary>
internal sealed class PageTexts(IStringLocalizerFactory factory) : IStringLocalizer<Texts>
{
    /// <summary>What ends the name of a text that differs from another one by its case alone.</summary>
    public const string LowerCase = " (lower case)";

    private readonly IStringLocalizer _texts = factory.Create(typeof(Texts));

    /// <inheritdoc />
    public LocalizedString this[string name] => _texts[name] is { ResourceNotFound: false } found ? found : Cased(name, _texts[name + LowerCase]);

    /// <inheritdoc />
    public LocalizedString this[string name, params object[] arguments] =>
        _texts[name, arguments] is { ResourceNotFound: false } found ? found : Cased(name, _texts[name + LowerCase, arguments]) is { ResourceNotFound: false } cased ? cased : _texts[name, arguments];

    /// <inheritdoc />
    public IEnumerable<LocalizedString> GetAllStrings(bool includeParentCultures) => _texts.GetAllStrings(includeParentCultures);

    private static LocalizedString Cased(string name, LocalizedString found) => found.ResourceNotFound ? new LocalizedString(name, name, resourceNotFound: true) : found;
}
