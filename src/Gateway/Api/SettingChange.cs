namespace Gateway.Api;

/// <summary>A setting that was changed, in words for the audit log; of a secret they say only that it is set.</summary>
/// <param name="Path">Its place, <c>Gateway:Retention</c>.</param>
/// <param name="Before">What held before.</param>
/// <param name="After">What holds from the next start on.</param>
internal readonly record struct SettingChange(string Path, string Before, string After)
{
    private const string Unset = "not set";
    private const string Another = "another one";

    /// <summary>The change of a path between two layers of settings.</summary>
    public static SettingChange Of(string path, IConfiguration before, IConfiguration after) => new(path, WordsOf(path, before[path]), IsReplaced(path, before[path], after[path]) ? Another : WordsOf(path, after[path]));

    /// <summary>The same words before and after would say that nothing was changed.</summary>
    private static bool IsReplaced(string path, string? before, string? after) => before is not null && after is not null && before != after && SettingCatalogue.IsSecret(path);

    private static string WordsOf(string path, string? value) => value is null ? Unset : SettingCatalogue.IsSecret(path) ? "set" : value;
}
