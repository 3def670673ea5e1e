using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>One setting as the interface shows it.</summary>
/// <param name="Key">Its name, <c>dlms.port</c>.</param>
/// <param name="Label">What a person calls it.</param>
/// <param name="Value">What it is now; null: not set, and there is no default, or it is a secret.</param>
/// <param name="Default">What it is when nobody sets it.</param>
/// <param name="SetBy">Who sets it.</param>
/// <param name="CanChange">Whether page and interface can change it: not what the environment or the command line sets.</param>
/// <param name="Kind">text, number, flag or duration.</param>
/// <param name="Unit">Its unit or what can be given; null: its kind says all.</param>
/// <param name="Choices">The words that can be given; none: anything of its kind.</param>
/// <param name="IsSecret">Whether its value is never shown.</param>
internal sealed record SettingResource(string Key, string Label, string? Value, string? Default, SettingOrigin SetBy, bool CanChange, string Kind, string? Unit, IReadOnlyList<string> Choices, bool IsSecret);
