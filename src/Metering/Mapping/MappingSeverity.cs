namespace Metering.Mapping;

/// <summary>How bad an issue is.</summary>
public enum MappingSeverity
{
    /// <summary>The file works, perhaps not as meant.</summary>
    Warning,

    /// <summary>The file is refused.</summary>
    Error,
}
