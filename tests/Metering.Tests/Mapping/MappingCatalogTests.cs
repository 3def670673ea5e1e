using MBus.Master;
using Metering.Mapping;
using static Metering.Tests.Mapping.Files;

namespace Metering.Tests.Mapping;

public sealed class MappingCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("mappings-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_closest_file_is_chosen_ignoring_case()
    {
        var catalog = MappingCatalog.Empty
            .With(For("Heat", "all", 0)).With(For("heat", "kam", 0)).With(For("heat", "KAM", 27)).With(For("heat", "all", 28));

        Assert.Equal(("KAM", 27), Found(catalog, "heat", "KAM", 27));
        Assert.Equal(("KAM", 0), Found(catalog, "heat", "KAM", 28));
        Assert.Equal(("all", 0), Found(catalog, "HEAT", "ELV", 28));
        Assert.Null(catalog.Find(new MeterType("water", "KAM", 27)));
    }

    [Fact]
    public void Short_names_of_types_mean_the_media()
    {
        var catalog = MappingCatalog.Empty.With(For("heat/cooling", "all", 0)).With(For("cooling", "all", 0)).With(For("HCA", "all", 0));

        Assert.All(
            (string[])["heat/cooling load", "cooling load (outlet)", "cooling load (inlet)", "heat cost allocator"],
            type => Assert.NotNull(catalog.Find(new MeterType(type, "KAM", 1))));
        Assert.Equal(3, catalog.With(For("heat/cooling load", "all", 0)).Mappings.Count());
        var both = catalog.With(For("cooling load (inlet)", "all", 0));
        Assert.Equal("cooling load (inlet)", both.Find(new MeterType("cooling load (inlet)", "KAM", 1))?.Mapping.Type);
        Assert.Equal("cooling", both.Find(new MeterType("cooling load (outlet)", "KAM", 1))?.Mapping.Type);
    }

    [Fact]
    public void A_newer_file_replaces_an_older_one_and_can_be_taken_away()
    {
        var (older, newer) = (For("water", "all", 0) with { File = "older" }, For("WATER", "ALL", 0) with { File = "newer" });
        var catalog = MappingCatalog.Empty.With(older);
        var replaced = catalog.With(newer);

        Assert.Equal("older", Assert.Single(catalog.Mappings).File);
        Assert.Equal("newer", Assert.Single(replaced.Mappings).File);
        Assert.Equal("newer", Assert.Single(catalog.With(replaced).Mappings).File);
        Assert.Empty(replaced.Without(older).Mappings);
    }

    [Fact]
    public void A_bad_file_is_refused_whole_and_leaves_the_old_one_in_force()
    {
        var inForce = MappingCatalog.Empty.With(For("water", "all", 0) with { File = "old" });
        Write("a.json", "{ \"type\": \"water\" }", DateTime.UnixEpoch);
        Write("b.json", Json("gas", "all", 0), DateTime.UnixEpoch.AddDays(2));
        Write("c.json", Json("gas", "all", 0), DateTime.UnixEpoch.AddDays(1));
        Write("mapping.schema.json", "{", DateTime.UnixEpoch);

        var (catalog, checks) = MappingFolder.Load(_folder, inForce);

        Assert.Equal(["a.json", "c.json", "b.json"], checks.Select(check => Path.GetFileName(check.File)));
        Assert.Equal([false, true, true], checks.Select(check => check.Mapping is not null));
        Assert.Equal("old", catalog.Find(new MeterType("water", "KAM", 1))?.Mapping.File);
        Assert.Equal("b.json", Path.GetFileName(catalog.Find(new MeterType("gas", "KAM", 1))?.Mapping.File));
    }

    [Theory]
    [InlineData("heat/cooling load", "kam", 27, "heat-cooling-load.KAM.27.json")]
    [InlineData("Cooling load (outlet)", "ALL", 0, "cooling-load-outlet.all.0.json")]
    public void A_file_is_named_for_its_meters(string type, string manufacturer, int version, string expected) =>
        Assert.Equal(expected, For(type, manufacturer, version).CanonicalFileName);

    [Fact]
    public void A_meter_is_known_by_its_identity() =>
        Assert.Equal(new MeterType("heat", "KAM", 27), MeterType.Of(SecondaryAddress.Parse("002243962D2C1B04")));

    private static string Json(string type, string manufacturer, int version) =>
        $$"""{ "type": "{{type}}", "manufacturer": "{{manufacturer}}", "version": {{version}}, "entries": [{{Volume}}] }""";

    private static MeterMapping For(string type, string manufacturer, int version) => Load(Json(type, manufacturer, version));

    private static (string, int)? Found(MappingCatalog catalog, string type, string manufacturer, int version) =>
        catalog.Find(new MeterType(type, manufacturer, version)) is { Mapping: var mapping } ? (mapping.Manufacturer, mapping.Version) : null;

    private void Write(string name, string json, DateTime written)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, json);
        File.SetLastWriteTimeUtc(path, written);
    }
}
