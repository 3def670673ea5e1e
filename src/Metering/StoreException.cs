namespace Metering;

/// <summary>The store failed. The message names its file.</summary>
public sealed class StoreException(StoreFault fault, string file, string message, Exception? inner = null)
    : Exception($"{file}: {message}", inner)
{
    /// <summary>What is wrong.</summary>
    public StoreFault Fault => fault;

    /// <summary>The file of the store.</summary>
    public string File => file;
}
