namespace Metering.Mapping;

/// <summary>Which key of which entry: rank 0 is the one that the entry would rather have.</summary>
internal readonly record struct KeyUse(int Entry, int Rank);
