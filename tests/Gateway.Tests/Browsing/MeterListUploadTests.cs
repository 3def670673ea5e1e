namespace Gateway.Tests.Browsing;

/// <summary>Meters by a list.</summary>
[Collection(BrowsingCollection.Name)]
public class MeterListUploadTests(Person person)
{
    [Fact]
    public async Task A_list_with_a_fault_says_where_it_is_and_installs_nothing_and_a_good_one_all()
    {
        var house = await person.VisitAsync();
        var page = house.Page;
        page.Open("/meters/install");
        page.Upload("Drop the file here", house.Folder.Write("bad.csv", "Position,Secondary address,Extended address\nFlat 20,20000001,96150106\nFlat 21,2000000X,96150106\n"));
        await page.SeesAsync("bad.csv: 1 things are wrong, and nothing was installed");
        Assert.Contains("3\t2, Secondary address", page.Text, StringComparison.Ordinal);
        Assert.Contains("Flat 21,2000000X,96150106", page.Text, StringComparison.Ordinal);
        Assert.Equal(4, (await house.AskAsync("meters")).GetArrayLength());

        page.Upload("Drop the file here", house.Folder.Write("good.csv", "Position,Secondary address,Extended address\nFlat 20,20000001,96150106\nFlat 21,20000002,96150106\n"));
        await page.SeesAsync("good.csv: 2 meters, all in order. Nothing is installed yet.");
        Assert.Equal(4, (await house.AskAsync("meters")).GetArrayLength());
        page.Press("Install 2 meters");
        await page.SeesAsync("2 meters are installed");
        page.Press("See the meters");
        await page.SeesAsync("Flat 21");

        // nobody answers there
        foreach (var name in new[] { "Flat 20", "Flat 21" })
        {
            page.Press($"Edit {name}");
            await page.SeesAsync($"Remove {name}");
            page.Press($"Remove {name}");
            page.Agree();
            await page.HoldsAsync("it is gone", $"return location.pathname === '/meters' && !document.body.innerText.includes('{name}')");
        }
    }
}
