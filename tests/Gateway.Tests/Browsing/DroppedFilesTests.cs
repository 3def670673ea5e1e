namespace Gateway.Tests.Browsing;

/// <summary>Files that somebody drags onto a page.</summary>
[Collection(BrowsingCollection.Name)]
public class DroppedFilesTests(Person person)
{
    private const string Gas = """
        {
          "type": "gas", "manufacturer": "all", "version": 0, "entries": [
            { "mbusKeys": ["mbus.dib.volume.0.0.0.0.unmodifiedvalue"], "dlmsObisCode": "7.0.3.0.0.255", "dlmsClass": "register", "dlmsDataType": 6, "dlmsScaler": -3, "dlmsUnit": 13 }
          ]
        }
        """;

    private const string States = "return [...document.querySelectorAll('#checked .verdict .state')].map((state) => state.textContent).join()";

    [Fact]
    public async Task Mappings_that_are_dropped_together_are_each_checked_and_a_broken_one_holds_up_no_other()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/mappings");
        Assert.Equal("drop over", page.Browser.Ask<string>("document.getElementById('drop').dispatchEvent(new DragEvent('dragenter')); return document.getElementById('drop').className"));
        Assert.True(page.Drop("#drop", ("broken.json", Gas.Replace("7.0.3.0.0.255", "7.0.3.0.999", StringComparison.Ordinal)), ("notes.txt", "none"), ("gas.json", Gas)));
        Assert.Equal("drop", page.Browser.Ask<string>("return document.getElementById('drop').className"));
        await page.HoldsAsync("all three are judged", States + " === 'has errors: nothing changes,not taken,can be activated'");
        Assert.Contains("This is no JSON file", page.Text, StringComparison.Ordinal);
        Assert.Contains("It would apply to no meter here for now.", page.Text, StringComparison.Ordinal);
        PageLooks.CheckNow(page, "three files that were dropped");

        page.Press("Activate gas.json");
        await page.HoldsAsync("the list has it", "return document.querySelector('#in-force [data-mapping=\"gas.all.0.json\"]')?.innerText.includes('uploaded') ?? false");
        Assert.Equal("has errors: nothing changes,not taken,in force", page.Browser.Ask<string>(States));
        await page.PressAndLoadAsync("Delete gas.all.0.json", agree: true);
        Assert.DoesNotContain("uploaded", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Too_many_are_refused_together_and_one_that_misses_the_place_does_not_open_in_the_place_of_the_page()
    {
        var page = (await person.VisitAsync()).Page;
        page.Open("/mappings");
        Assert.True(page.Drop("#drop", [.. Enumerable.Range(0, 21).Select(i => ($"{i}.json", Gas))]));
        await page.SeesAsync("These are 21 files; take at most 20 at a time.");
        Assert.True(page.Drop("h1", ("gas.json", Gas)));
        Assert.Empty(page.Browser.Ask<string>(States));
    }

    [Fact]
    public async Task A_list_of_meters_is_dropped_and_checked_and_nothing_opens_in_the_place_of_the_page()
    {
        var house = await person.VisitAsync();
        var page = house.Page;
        page.Open("/meters/install");
        const string List = "Position,Secondary address,Extended address\nFlat 20,20000001,96150106\n";
        Assert.True(page.Drop("h1", ("list.csv", List)));
        Assert.False(page.Browser.Ask<bool>("return document.getElementById('list-says').checkVisibility()"));
        Assert.True(page.Drop("#drop", ("list.csv", List)));
        await page.SeesAsync("list.csv: all in order. Nothing is installed yet.");
        Assert.Equal(4, (await house.AskAsync("meters")).GetArrayLength());
    }
}
