namespace Cosem;

/// <summary>An array of known length whose elements are fetched one by one while it is sent, such as the buffer of a long profile.</summary>
/// <param name="Count">The number of elements; the wire carries it before the first one.</param>
/// <param name="Items">Exactly so many elements; enumerated once.</param>
public sealed record LazyArray(int Count, IAsyncEnumerable<CosemData> Items);
