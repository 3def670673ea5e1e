using System.Globalization;
using OpenQA.Selenium;

namespace Gateway.Tests.Browsing;

/// <summary>One meter.</summary>
[Collection(BrowsingCollection.Name)]
public class MeterPageTests(Person person)
{
    [Fact]
    public async Task It_is_read_now_and_its_values_have_code_meaning_number_and_unit()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/meters");
        page.Press("Flat 1");
        await page.SeesAsync("Last values");
        var before = ReadAt(page);
        await page.PressAndLoadAsync("Read now");
        Assert.NotEqual(before, ReadAt(page));
        var values = page.Browser.Ask<IReadOnlyCollection<object>>("return [...document.querySelectorAll('#values tbody tr')].map((row) => row.innerText)").Cast<string>();
        Assert.Contains(values, row => row.StartsWith("6.0.1.0.0.255\tenergy\t", StringComparison.Ordinal) && row.Contains("\tkWh\t", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_registers_are_drawn_and_each_point_can_be_read_by_keyboard()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/meters/1");
        for (var i = 0; i < 3; i++)
        {
            await page.PressAndLoadAsync("Read now");
        }

        page.Press("Chart");
        await page.SeesAsync("Load profile 1");
        var last = TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.Parse(ReadAt(page), CultureInfo.InvariantCulture), BrowsedGateway.Zone);
        page.FillTime("From", last.AddMinutes(-1));
        page.FillTime("To", last.AddMinutes(1));
        await page.PressAndLoadAsync("Show");
        Assert.True(PointsOf(page) >= 3, $"{PointsOf(page)} points");
        Assert.Matches(@"^M[\d.]+[ ,][\d.]+.*[LHVM]", page.Browser.Ask<string>("return document.querySelector('#chart path').getAttribute('d')"));
        Assert.True(page.Browser.Ask<bool>("const box = document.querySelector('#chart path').getBoundingClientRect(); return box.width > 0 && document.querySelector('#chart').checkVisibility()"));
        page.Browser.Web.FindElement(By.Id("chart")).SendKeys(Keys.Home + Keys.ArrowRight);
        Assert.EndsWith(" kWh", page.Browser.Ask<string>("return document.getElementById('chart-says').textContent"), StringComparison.Ordinal);

        page.Choose("Register", "6.0.10.0.0.255");
        await page.PressAndLoadAsync("Show");
        Assert.Contains("register=6.0.10.0.0.255", page.Path, StringComparison.Ordinal);
        Assert.Contains("°C", page.Text, StringComparison.Ordinal);
        Assert.True(PointsOf(page) >= 3);
    }

    [Fact]
    public async Task Its_telegram_is_explained_byte_by_byte_and_can_be_copied()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/meters/1/telegram");
        var raw = page.Field("As one line, to copy").GetAttribute("value")!;
        Assert.Matches("^68(?<length>[0-9A-F]{2})\\k<length>68.*16$", raw);
        Assert.Equal(raw, page.Browser.Ask<string>("return [...document.querySelectorAll('#part-0-0, [id^=part-0-]')].map((row) => row.cells[1].innerText).join('').replace(/\\s/g, '')"));

        // the focus on some bytes marks their line, and says what they are
        page.Browser.Ask<object?>("document.querySelector('.bytes [data-part=\"0-0\"]').focus()");
        Assert.True(page.Browser.Ask<bool>("return document.getElementById('part-0-0').classList.contains('lit')"));
        Assert.StartsWith("0: 68 — ", page.Browser.Ask<string>("return document.querySelector('.means').textContent"), StringComparison.Ordinal);

        page.Press("Copy");
        await page.SeesAsync("Copied.");
        page.Open("/meters");
        page.Field("Search").SendKeys(Keys.Control + "v");
        Assert.StartsWith(page.Field("Search").GetAttribute("value")!, raw, StringComparison.Ordinal);
        Assert.NotEmpty(page.Field("Search").GetAttribute("value")!);
    }

    /// <summary>A script that ran would ask something, and the driver gives up on the next thing that it is told.</summary>
    [Fact]
    public async Task A_script_in_its_name_stays_text()
    {
        var page = (await person.VisitAsync()).Page;
        foreach (var path in new[] { "/meters", "/meters/4", "/meters/4/telegram", "/meters/4/commands", "/mappings", "/events" })
        {
            page.Open(path);
            Assert.True(page.Browser.Ask<string>("return document.body.innerText + [...document.querySelectorAll('option, td')].map((one) => one.textContent).join()").Contains(House.Script, StringComparison.Ordinal), path);
        }

        page.Open("/meters");
        page.Press($"Edit {House.Script}");
        await page.SeesAsync($"Remove {House.Script}");
        Assert.Equal(House.Script, page.Field("Name").GetAttribute("value"));
        Assert.Empty(page.Browser.Complaints());
    }

    private static string ReadAt(Page page) => page.Browser.Ask<string>("return document.querySelector('.meter-head time').dateTime");

    private static int PointsOf(Page page) => page.Browser.Ask<string>("return document.getElementById('chart').dataset.points").Split(';', StringSplitOptions.RemoveEmptyEntries).Length;
}
