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

        // a key with a letter in the place of a digit
        const string Key = "0CA9A21E0CA9A21E0CA9A21E0CA9A21O";
        page.Upload("Drop the file here", house.Folder.Write("keys.csv", $"Position;Secondary address;Extended address;Key\nFlat 20;20000001;96150106;{Key}\n"));
        await page.SeesAsync("keys.csv: nothing was installed. Faults: 1.");
        Assert.Contains("2\t4, Key", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, page.Text, StringComparison.OrdinalIgnoreCase);

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
