using Gateway.CommandLine;
using Gateway.Configuration;
using Metering.Mapping;

namespace Gateway.Checkup;

/// <summary>Whether the mapping files of this installation can be used.</summary>
internal sealed class MappingsCheck : ICheck
{
    /// <summary>Faults that are told one by one: a file that is none has hundreds.</summary>
    private const int Told = 10;

    /// <inheritdoc />
    public string Subject => "mapping files";

    /// <inheritdoc />
    public IAsyncEnumerable<Finding> LookAsync(CheckedGateway gateway, CancellationToken cancellationToken) => Look(gateway).ToAsyncEnumerable();

    private IEnumerable<Finding> Look(CheckedGateway gateway)
    {
        string?[] folders = [gateway.OwnOptions.Mappings, DataDirectory.MappingsIn(gateway.Folder)];
        var checks = folders.OfType<string>().Where(Directory.Exists).SelectMany(folder => MappingFolder.Load(folder, MappingCatalog.Empty).Checks).ToList();
        var errors = checks.SelectMany(check => check.Issues).Where(issue => issue.Severity == MappingSeverity.Error).ToList();
        foreach (var error in errors.Take(Told))
        {
            yield return Finding.Bad(
                Subject,
                $"{error.File}, line {error.Line}, column {error.Column}: {error.Message}",
                "Correct the file (gateway mapping check FILE) and upload it, or remove it; as it is the whole file is left out.");
        }

        if (errors.Count > Told)
        {
            yield return Finding.Bad(Subject, $"{errors.Count - Told} errors more.", "gateway mapping check FOLDER shows all.");
        }

        // in a folder of another account there seem to be none
        if (errors.Count == 0 && !gateway.IsUnreadable)
        {
            yield return Finding.Ok(
                Subject,
                checks.Count == 0 ? "None of this installation's own; the shipped ones are in force." : $"{ShownValue.Count(checks.Count, "file")} of this installation's own, without errors.");
        }
    }
}
