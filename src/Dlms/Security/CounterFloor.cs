namespace Dlms.Security;

/// <summary>No invocation counter up to a floor is accepted after a restart.</summary>
/// <param name="KeyFingerprint">Names the key.</param>
/// <param name="Title">The client's system title.</param>
/// <param name="Floor">The highest counter that may have been accepted.</param>
public sealed record CounterFloor(string KeyFingerprint, SystemTitle Title, uint Floor);
