using System.Text.RegularExpressions;
using System.Xml.Linq;
using Gateway.Api;
using Gateway.Configuration;
using Gateway.Figures;
using Gateway.Tests.Access;
using Gateway.Web;
using Metering.Events;
using Microsoft.Extensions.Localization;
using Testing;

namespace Gateway.Tests.Web;

/// <summary>A translator finds every text of the page in one file, and none that nobody shows.</summary>
public partial class TextsTests(AccessGateway fixture) : IClassFixture<AccessGateway>
{
    /// <summary>With this variable set to 1 the file is written anew from the sources before it is compared.</summary>
    private const string Rewrite = "GATEWAY_WRITE_TEXTS";

    private static readonly string Place = Repository.File("src", "Gateway", "Web", "Texts.resx");

    /// <summary>What is asked for in place of a text, and the texts that it can be.</summary>
    private Dictionary<string, IEnumerable<string>> Tables => new(StringComparer.Ordinal)
    {
        ["title"] = Gateway.Web.Pages.Settings.IndexModel.Titles,
        ["Model.Label"] = SettingWords.All.Select(words => words.Label),
        ["Model.Unit"] = SettingWords.All.Select(words => words.Allowed).OfType<string>(),
        ["ReadoutInterval.Allowed"] = [ReadoutInterval.Allowed],
        ["RetentionPeriod.Allowed"] = [RetentionPeriod.Allowed],
        ["known.Name"] = EventCodes.All.Select(definition => definition.Name),
        ["group.Group.Title"] = Groups.Select(group => group.Title),
        ["figure.Figure.Words"] = Groups.SelectMany(group => group.Figures).Select(figure => figure.Words),
        ["figure.Figure.Help"] = Groups.SelectMany(group => group.Figures).Select(figure => figure.Help),
        ["words"] = Splits(),
    };

    private IReadOnlyList<FigureGroup> Groups => fixture.Running.Get<FigureCatalogue>().Groups;

    [Fact]
    public async Task The_file_has_every_text_of_the_sources_and_no_other()
    {
        var sources = SourceTexts.Read();
        var all = new SortedSet<string>(sources.Written.Concat(Tables.Values.SelectMany(texts => texts)), StringComparer.Ordinal);
        if (Environment.GetEnvironmentVariable(Rewrite) == "1")
        {
            await File.WriteAllTextAsync(Place, Written(Named(all)), TestContext.Current.CancellationToken);
        }

        var file = Read(Place);
        Assert.Equal(Named(all), file);
    }

    [Fact]
    public void Where_a_text_comes_out_of_a_table_the_table_is_known_here() =>
        Assert.Equal(Tables.Keys.Order(StringComparer.Ordinal), SourceTexts.Read().Others.Keys);

    [Fact]
    public void Texts_are_found_as_they_are_written()
    {
        var found = SourceTexts.Of("""<p title="@T["One"]">@(a ? t["Two {0}", b[0]] : _t["\"Three\""])</p> texts[a.B] parts["no text"] Model.T["nor this"] t["Fo" + "ur"]""");
        Assert.Equal(["\"Three\"", "Four", "One", "Two {0}"], found.Written);
        Assert.Equal(["a.B"], found.Others.Keys);
    }

    [Fact]
    public void The_program_finds_the_file()
    {
        var texts = fixture.Running.Get<IStringLocalizer<Texts>>();
        Assert.All(["Overview", "All", "all"], text => Assert.Equal((false, text), (texts[text].ResourceNotFound, texts[text].Value)));
        Assert.Equal((false, "every 5 minutes"), (texts["every {0} minutes", 5].ResourceNotFound, texts["every {0} minutes", 5].Value));
        Assert.Equal((true, "This is no text 5"), (texts["This is no text {0}", 5].ResourceNotFound, texts["This is no text {0}", 5].Value));
    }

    [Fact]
    public void A_translation_beside_the_program_is_a_language()
    {
        using var folder = new TemporaryFolder();
        foreach (var (language, file) in new[] { ("sv", "Gateway.resources.dll"), ("de", "Gateway.resources.dll"), ("runtimes", "other.dll") })
        {
            Directory.CreateDirectory(Path.Combine(folder.Path, language));
            File.WriteAllText(Path.Combine(folder.Path, language, file), "");
        }

        Assert.Equal(["de", "sv"], Languages.Translated(folder.Path));
    }

    [Fact]
    public void Modules_of_the_page_say_nothing_of_their_own()
    {
        var modules = Directory.GetFiles(Repository.File("src", "Gateway", "Web", "Assets"), "*.js");
        Assert.NotEmpty(modules);
        foreach (var file in modules)
        {
            var code = string.Join('\n', File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal)));
            Assert.DoesNotContain(Quoted().Matches(code), text => Sentence().IsMatch(text.Value));
        }
    }

    /// <summary>Words by which figures are split, and the intervals by which cycles may be; what a number stands before is looked up without it.</summary>
    private IEnumerable<string> Splits() => ShownFigures.Of(fixture.Running.Get<FigureCatalogue>()).SelectMany(group => group.Figures)
        .Where(figure => figure.Figure.Unit != FigureUnit.Text).SelectMany(figure => figure.Series).Select(series => series.Split).OfType<string>()
        .Concat(ReadoutInterval.All.Select(interval => interval.Text))
        .Select(FigureWords.WithoutNumber).Where(words => words.Length > 0);

    /// <summary>The texts by their names in the file.</summary>
    private static SortedDictionary<string, string> Named(IEnumerable<string> texts)
    {
        var (named, taken) = (new SortedDictionary<string, string>(StringComparer.Ordinal), new HashSet<string>(StringComparer.OrdinalIgnoreCase));
        foreach (var text in texts)
        {
            named.Add(taken.Add(text) ? text : text + PageTexts.LowerCase, text);
        }

        return named;
    }

    private static SortedDictionary<string, string> Read(string place) => new(
        XDocument.Load(place).Root!.Elements("data").ToDictionary(data => data.Attribute("name")!.Value, data => data.Element("value")!.Value, StringComparer.Ordinal), StringComparer.Ordinal);

    private static string Written(IEnumerable<KeyValuePair<string, string>> texts)
    {
        var space = XNamespace.Xml + "space";
        const string Reader = "System.Resources.ResX{0}, System.Windows.Forms, Version=4.0.0.0, Culture=neutral, PublicKeyToken=b77a5c561934e089";
        (string Name, string Value)[] heads =
        [
            ("resmimetype", "text/microsoft-resx"), ("version", "2.0"),
            ("reader", string.Format(null, Reader, "ResourceReader")), ("writer", string.Format(null, Reader, "ResourceWriter")),
        ];
        var root = new XElement(
            "root",
            new XComment(" The English texts of the page. A translation is a copy of this file, Texts.sv.resx for Swedish, with other values; what ends with (lower case) differs from another text by its case alone, and {0} stands for what is put in. "),
            heads.Select(head => new XElement("resheader", new XAttribute("name", head.Name), new XElement("value", head.Value))),
            texts.Select(text => new XElement("data", new XAttribute("name", text.Key), new XAttribute(space, "preserve"), new XElement("value", text.Value))));
        return $"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n{root}\n";
    }

    [GeneratedRegex("\"[^\"\n]*\"|'[^'\n]*'|`[^`]*`", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();

    [GeneratedRegex("[A-Z][a-z]+ [a-z]+ [a-z]+", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Sentence();
}
