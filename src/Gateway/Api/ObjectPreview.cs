namespace Gateway.Api;

/// <summary>An object before and after.</summary>
/// <param name="Obis">Its logical name.</param>
/// <param name="Change">What would become of it.</param>
/// <param name="Before">As it is; null: there is none.</param>
/// <param name="After">As it would be; null: there would be none.</param>
internal sealed record ObjectPreview(string Obis, ObjectChange Change, PreviewedValue? Before, PreviewedValue? After);
