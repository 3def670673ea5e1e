using Cosem;

namespace Gateway.Push;

/// <summary>A row of a profile or an event, as it is sent.</summary>
/// <param name="Number">Its place in the order of storing.</param>
/// <param name="Position">Its place in the order in which the latest rows are sent.</param>
/// <param name="Data">The element.</param>
internal readonly record struct ReportRow(long Number, long Position, CosemData Data);
