using System.Text.Json;
using System.Text.Json.Nodes;
using Gateway.CommandLine;

namespace Gateway.Configuration;

/// <summary>
/// <c>settings.json</c> in the data directory: what a person set by page or interface, the section Gateway as in appsettings.json. It counts more than
/// that file and less than environment and command line. The state before the last change stands beside it until a service has started with the new one,
/// so that a change that cannot start is taken back, also when the machine lost its power meanwhile. Secrets stand in it encrypted.
/// </summary>
internal static class SettingsFile
{
    private const int MaximumLength = 1_000_000;

    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false, MaxDepth = 16 };
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Where a data directory has it.</summary>
    public static string In(string folder) => Path.Combine(folder, DataDirectory.SettingsFile);

    /// <summary>The settings in it by path, <c>Gateway:Dlms:Port</c>; none where there is no file.</summary>
    /// <exception cref="RefusedException">It cannot be read; one line that names file, line and column.</exception>
    public static Dictionary<string, string?> Read(string folder)
    {
        var file = In(folder);
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        try
        {
            if (!File.Exists(file))
            {
                return settings;
            }

            if (new FileInfo(file).Length > MaximumLength)
            {
                throw new RefusedException($"{file} is longer than {MaximumLength} bytes; it holds settings and nothing else.");
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(file), Json);
            Flatten(file, "", document.RootElement, settings);
            foreach (var path in settings.Keys.Where(ProtectedSettings.IsSecret).ToList())
            {
                settings[path] = ProtectedSettings.FromFile(folder, path, settings[path]);
            }

            return settings;
        }
        catch (JsonException e)
        {
            throw new RefusedException($"{file}, line {e.LineNumber + 1}, column {e.BytePositionInLine + 1}: this is no JSON; correct it, or remove the file to begin with the defaults.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new RefusedException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Replaces what is in it, whole or not at all, and keeps what was there until <see cref="Keep"/> or <see cref="TakeBack"/>.</summary>
    public static void Write(string folder, IReadOnlyDictionary<string, string?> settings)
    {
        if (!File.Exists(FormerIn(folder)))
        {
            OwnerOnlyFile.Write(FormerIn(folder), [File.Exists(In(folder)) ? File.ReadAllText(In(folder)) : "{}"]);
        }

        OwnerOnlyFile.Write(In(folder), [TextOf(folder, settings)]);
    }

    /// <summary>A service has started with it.</summary>
    public static void Keep(string folder) => File.Delete(FormerIn(folder));

    /// <summary>Brings back what held before the last change; false: none is open.</summary>
    public static bool TakeBack(string folder)
    {
        if (!File.Exists(FormerIn(folder)))
        {
            return false;
        }

        File.Move(FormerIn(folder), In(folder), overwrite: true);
        return true;
    }

    /// <summary>Whether a setting says where this machine has something, and means nothing on another one: data directory and mapping folder.</summary>
    public static bool IsOfTheMachine(string path) =>
        path.Equals($"{GatewayOptions.Section}:{nameof(GatewayOptions.DataDirectory)}", StringComparison.OrdinalIgnoreCase)
        || path.Equals($"{GatewayOptions.Section}:{nameof(GatewayOptions.Mappings)}", StringComparison.OrdinalIgnoreCase);

    /// <summary>The text of the file with these settings; secrets in it are encrypted with the keys of the data directory.</summary>
    public static string TextOf(string folder, IReadOnlyDictionary<string, string?> settings)
    {
        var root = new JsonObject();
        foreach (var (path, value) in settings.OrderBy(setting => setting.Key, StringComparer.OrdinalIgnoreCase))
        {
            var parts = path.Split(ConfigurationPath.KeyDelimiter);
            var place = root;
            foreach (var part in parts.SkipLast(1))
            {
                place[part] ??= new JsonObject();
                place = place[part]!.AsObject();
            }

            place[parts[^1]] = ProtectedSettings.InFile(folder, path, value);
        }

        return root.ToJsonString(Indented);
    }

    private static string FormerIn(string folder) => Path.Combine(folder, DataDirectory.FormerSettingsFile);

    private static void Flatten(string file, string path, JsonElement value, Dictionary<string, string?> settings)
    {
        if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (var inner in value.EnumerateObject())
            {
                Flatten(file, path.Length == 0 ? inner.Name : ConfigurationPath.Combine(path, inner.Name), inner.Value, settings);
            }

            return;
        }

        Check(file, path, value.ValueKind);
        if (!settings.TryAdd(path, value.ValueKind == JsonValueKind.String ? value.GetString() : value.GetRawText()))
        {
            throw new RefusedException($"{file}: {path} stands in it twice, in other letters; remove one.");
        }
    }

    private static void Check(string file, string path, JsonValueKind kind)
    {
        if (!path.StartsWith($"{GatewayOptions.Section}:", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"{file}: {(path.Length == 0 ? "it" : path)} is not in the section {GatewayOptions.Section}; nothing else can stand in this file.");
        }

        if (path.Equals($"{GatewayOptions.Section}:{nameof(GatewayOptions.DataDirectory)}", StringComparison.OrdinalIgnoreCase))
        {
            throw new RefusedException($"{file}: {path} cannot stand in the data directory itself; give it in appsettings.json, the environment or the command line.");
        }

        if (kind is JsonValueKind.Array or JsonValueKind.Null)
        {
            throw new RefusedException($"{file}: {path} is {(kind == JsonValueKind.Null ? "null" : "a list")}; give a value, or leave it out.");
        }
    }
}
