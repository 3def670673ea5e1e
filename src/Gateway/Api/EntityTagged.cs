namespace Gateway.Api;

/// <summary>That an endpoint is of a resource with an entity tag.</summary>
/// <param name="Changes">Whether it changes the resource, and heeds the tag that whoever asks has seen; else it shows it.</param>
internal sealed record EntityTagged(bool Changes);
