using System.Text.RegularExpressions;
using Newtonsoft.Json.Linq;
using Testing;

namespace Metering.Tests.Mapping;

/// <summary>The schema for editors says what the program says.</summary>
public class MappingSchemaTests
{
    private static readonly JObject Schema = JObject.Parse(File.ReadAllText(Path.Combine(ShippedMappings.Folder, "mapping.schema.json")));

    private static JToken Entry => Schema["definitions"]!["entry"]!["properties"]!;

    [Fact]
    public void It_knows_the_members_that_the_program_knows()
    {
        var members = string.Join(",", ((JObject)Entry).Properties().Select(property => $"\"{property.Name}\": {Sample(property.Name)}"));

        var check = Files.Check(Files.Water($"{{ {members} }}"));

        Assert.Empty(check.Issues);
        Assert.Single(check.Mapping!.Entries);
    }

    [Fact]
    public void It_allows_the_types_that_the_program_allows() => Assert.All(Enumerable.Range(0, 256), type =>
        Assert.Equal(
            Entry["dlmsDataType"]!["enum"]!.Any(allowed => allowed.Type == JTokenType.Integer && (int)allowed == type),
            Files.Check(Files.Water(Files.Entry("mbus.frame.raw", "data", type))).Mapping is not null));

    [Fact]
    public void It_allows_the_keys_of_the_shipped_files()
    {
        var patterns = Entry["mbusKeys"]!["items"]!["anyOf"]!
            .Select(form => new Regex((string)form["pattern"]!, RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))).ToList();
        foreach (var file in ShippedMappings.Files)
        {
            var json = JObject.Parse(File.ReadAllText(Path.Combine(ShippedMappings.Folder, file)));
            Assert.All(json["entries"]!.SelectMany(entry => entry["mbusKeys"]!), key => Assert.Contains(patterns, pattern => pattern.IsMatch((string)key!)));
        }
    }

    [Fact]
    public void The_readme_explains_every_member()
    {
        var readme = File.ReadAllText(Repository.File("mappings", "README.md"));
        Assert.All(((JObject)Entry).Properties(), property => Assert.Contains($"`{property.Name}`", readme, StringComparison.Ordinal));
    }

    private static string Sample(string name) => name switch
    {
        "mbusKeys" => "[\"mbus.frame.raw\"]",
        "dlmsObisCode" => "\"0.0.1.1.128.255\"",
        "dlmsClass" => "\"data\"",
        _ => "null",
    };
}
