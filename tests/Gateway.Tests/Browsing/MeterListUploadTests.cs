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
        await page.SeesAsync("bad.csv: nothing was installed. Faults: 1.");
        Assert.Contains("3\t2, Secondary address", page.Text, StringComparison.Ordinal);
        Assert.Contains("Flat 21,2000000X,96150106", page.Text, StringComparison.Ordinal);
        PageLooks.CheckNow(page, "a list with a fault");
        Assert.Equal(4, (await house.AskAsync("meters")).GetArrayLength());

        const string Mistyped = "0123456789abcdef0123456789abcde";
        page.Upload("Drop the file here", house.Folder.Write("key.csv", $"Position,Secondary address,Key,Baud rate\nFlat 20,2000000196150106,{Mistyped},1\nFlat 21,2000000296150106,,{Mistyped}\n"));
        await page.SeesAsync("key.csv: nothing was installed. Faults: 3.");
        Assert.Contains("Flat 21,2000000296150106,,…", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Flat 20,", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Mistyped, page.Text, StringComparison.Ordinal);

        page.Upload("Drop the file here", house.Folder.Write("good.csv", "Position,Secondary address,Extended address\nFlat 20,20000001,96150106\nFlat 21,20000002,96150106\n"));
        await page.SeesAsync("good.csv: all in order. Nothing is installed yet.");
        Assert.Equal(4, (await house.AskAsync("meters")).GetArrayLength());
        page.Press("Install them: 2");
        await page.SeesAsync("Installed: 2. They are read now for the first time.");
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
