namespace Gateway.Tests.Browsing;

/// <summary>The checks of a page find what they are there for.</summary>
[Collection(BrowsingCollection.Name)]
public class PageLooksTests(Person person)
{
    private const string Good = "<h1>Meters</h1><h2>Flat 1</h2><p>123 kWh</p><label>Name <input></label> <button>Read</button> <a href='#'>All</a>";

    [Fact]
    public void A_good_page_passes() => PageLooks.Check(Of(Good), "");

    [Theory]
    [InlineData("<div style='width: 700px'>wide</div>", "px wide")]
    [InlineData("<p style='color: #999'>faint</p>", "too little contrast: 2.8")]
    [InlineData("<p style='color: #999; font-size: 24px'>large and faint</p>", "too little contrast: 2.8")]
    [InlineData("<button><svg width='9' height='9' aria-hidden='true'></svg></button>", "without a name")]
    [InlineData("<input placeholder='Name'>", "without a name")]
    [InlineData("<h4>deep</h4>", "skips a heading: 1,2,4")]
    [InlineData("<h1>second</h1>", "skips a heading: 1,2,1")]
    [InlineData("<table><tr><td>1</td></tr></table>", "without a name")]
    [InlineData("<p aria-labelledby='nowhere'>lost</p>", "nowhere")]
    [InlineData("<p id='twice'></p><p id='twice'></p>", "twice")]
    [InlineData("<a href='#' onkeydown='1' tabindex='0' onfocus='this.blur()'>never</a>", "keyboard")]
    [InlineData("<button style='outline: none'>blind</button>", "no focus ring")]
    [InlineData("<script>throw new Error('broken')</script>", "broken")]
    public void What_is_wrong_is_found(string wrong, string told)
    {
        var fault = Assert.ThrowsAny<Exception>(() => PageLooks.Check(Of(Good + wrong), ""));
        Assert.Contains(told, fault.Message, StringComparison.Ordinal);
    }

    private Page Of(string body) => person.Foreign(
        $"<!doctype html><html lang='en'><meta name='viewport' content='width=device-width'><link rel='icon' href='data:,'><title>x</title><style>:focus-visible {{ outline: 2px solid }}</style><body style='background: #fff; color: #000'>{body}</body></html>");
}
