using System.Xml.Linq;
using Testing;

namespace Gateway.Tests;

public class ArchitectureTests
{
    /// <summary>Who may know whom. A new arrow is a decision, made here and in src/README.md.</summary>
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Cosem"] = [],
        ["MBus"] = [],
        ["Dlms"] = ["Cosem"],
        ["Metering"] = ["Cosem", "MBus"],
        ["Simulation"] = ["MBus"],
        ["Gateway"] = ["Cosem", "Dlms", "MBus", "Metering", "Simulation"],
    };

    private static readonly string[] ProtocolLibraries = ["Cosem", "Dlms", "MBus", "Simulation"];

    private static readonly string[] SourceFolders = ["src", "tests"];

    public static TheoryData<string> Projects => [.. Directory.EnumerateFiles(Repository.File("src"), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Projects))]
    public void A_project_references_only_what_the_plan_allows(string project)
    {
        var name = Path.GetFileNameWithoutExtension(project);
        var references = References(project, "ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Replace('\\', '/')));
        Assert.True(Allowed.TryGetValue(name, out var allowed), $"{name} is not in the plan.");
        Assert.Empty(references.Except(allowed, StringComparer.Ordinal));
    }

    [Fact]
    public void The_protocol_libraries_take_no_package_and_no_framework()
    {
        foreach (var name in ProtocolLibraries)
        {
            var project = Repository.File("src", name, $"{name}.csproj");
            Assert.Empty(References(project, "PackageReference"));
            Assert.Empty(References(project, "FrameworkReference"));
        }
    }

    [Fact]
    public void No_source_file_is_longer_than_400_lines() =>
        Assert.DoesNotContain(SourceFiles(), file => !file.EndsWith("Table.cs", StringComparison.Ordinal) && File.ReadLines(file).Count() > 400);

    [Fact]
    public void No_file_names_a_machine_or_a_registry()
    {
        string[] words = ["flat" + "container", "/work" + "/", "/ro" + "ot/"];
        var files = SourceFiles().Concat(Directory.EnumerateFiles(Repository.Root, "*.md", SearchOption.AllDirectories)).Where(IsOurs);
        Assert.DoesNotContain(files, file => words.Any(word => File.ReadAllText(file).Contains(word, StringComparison.Ordinal)));
    }

    private static IEnumerable<string> SourceFiles() =>
        SourceFolders.SelectMany(folder => Directory.EnumerateFiles(Repository.File(folder), "*.cs", SearchOption.AllDirectories)).Where(IsOurs);

    private static bool IsOurs(string file) =>
        !Path.GetRelativePath(Repository.Root, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "data" or ".git");

    private static IEnumerable<string> References(string project, string kind) =>
        XDocument.Load(project).Descendants(kind).Select(reference => (string)reference.Attribute("Include")!);
}
