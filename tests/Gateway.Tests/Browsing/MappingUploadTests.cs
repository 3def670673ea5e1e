using System.Globalization;

namespace Gateway.Tests.Browsing;

/// <summary>A mapping file from the first attempt to its end.</summary>
[Collection(BrowsingCollection.Name)]
public class MappingUploadTests(Person person)
{
    private const string Good = """
        {
          "type": "water", "manufacturer": "all", "version": 0, "entries": [
            { "mbusKeys": ["mbus.dib.volume.0.0.0.0.unmodifiedvalue"], "dlmsObisCode": "8.0.1.0.0.255", "dlmsClass": "register", "dlmsDataType": 6, "dlmsScaler": -3, "dlmsUnit": 13 },
            { "mbusKeys": ["mbus.dib.volume.0.0.0.0.unmodifiedvalue"], "dlmsObisCode": "8.0.1.0.9.255", "dlmsClass": "register", "dlmsDataType": 6, "dlmsScaler": -3, "dlmsUnit": 13 }
          ]
        }
        """;

    [Fact]
    public async Task A_broken_file_is_shown_at_its_place_and_a_good_one_is_looked_at_activated_and_deleted()
    {
        var house = await person.VisitAsync();
        var page = house.Page;
        page.Open("/mappings");
        page.Upload("Choose files", house.Folder.Write("broken.json", Good.Replace("8.0.1.0.9.255", "8.0.1.0.999", StringComparison.Ordinal)));
        await page.SeesAsync("has errors: nothing changes");
        var column = Good.Split('\n')[3].IndexOf("\"8.0.1.0.9.255\"", StringComparison.Ordinal) + 1;
        await page.SeesAsync(string.Create(CultureInfo.InvariantCulture, $"line 4, column {column} — "));
        Assert.Equal("\"8.0.1.0.999\"", page.Browser.Ask<string>("return document.querySelector('#checked .here.error mark').textContent"));
        PageLooks.CheckNow(page, "a file with errors");
        page.Press("Leave out broken.json");

        page.Upload("Choose files", house.Folder.Write("mine.json", Good));
        await page.SeesAsync("can be activated");
        Assert.Contains("For water, all makers, all versions: OBIS codes 2. It comes in the place of water.all.0.json, shipped with the gateway", page.Text, StringComparison.Ordinal);
        Assert.Contains("Flat 2: new 1, changed 0, gone", page.Text, StringComparison.Ordinal);
        Assert.Contains("8.0.1.0.9.255\tnew\tnone\t", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("uploaded", page.Text, StringComparison.Ordinal);
        PageLooks.CheckNow(page, "a file with its preview");

        page.Press("Activate mine.json");
        await page.SeesAsync("In force now");
        await page.HoldsAsync("the list has it", "return document.querySelector('#in-force [data-mapping=\"water.all.0.json\"]')?.innerText.includes('uploaded')");
        var row = page.Browser.Ask<string>("return document.querySelector('[data-mapping=\"water.all.0.json\"]').innerText");
        Assert.Contains("\t2\t", row, StringComparison.Ordinal);
        Assert.Contains("Flat 2", row, StringComparison.Ordinal);
        Assert.Equal(Good, page.Fetch("Download water.all.0.json"));

        page.Press("Show the mapping");
        await page.SeesAsync("Meters it applies to: 1");
        await page.PressAndLoadAsync("Delete", agree: true);
        await page.SeesAsync("In force");
        Assert.DoesNotContain("uploaded", page.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_meter_gives_a_template_that_can_be_uploaded_as_it_is()
    {
        var house = await person.VisitAsync();
        var page = house.Page;
        page.Open("/mappings");
        page.Choose("Meter", "Flat 3");
        var template = page.Fetch("Download the template");
        page.Upload("Choose files", house.Folder.Write("template.json", template));
        await page.SeesAsync("can be activated");
        await page.SeesAsync("Flat 3:");
    }
}
