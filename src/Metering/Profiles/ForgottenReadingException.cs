namespace Metering.Profiles;

/// <summary>A row that was counted is no longer kept: reading the profile took longer than readings are kept beyond what it shows.</summary>
public sealed class ForgottenReadingException(DateTimeOffset mark)
    : Exception($"The reading of {mark:yyyy-MM-dd HH:mm:ss}Z was removed while the profile was read; read the profile again.");
