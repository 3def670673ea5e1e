namespace Gateway.CommandLine;

/// <summary>How a verb that protects its requests comes to its first invocation counter.</summary>
/// <param name="Given">The counter that the command line gives; null: the higher of the one remembered and the one the server expects.</param>
/// <param name="Folder">Where counters are remembered.</param>
/// <param name="Fingerprint">Names the key.</param>
internal sealed record CounterUse(uint? Given, string Folder, string Fingerprint);
