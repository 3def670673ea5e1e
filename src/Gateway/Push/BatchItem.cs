using Metering.Push;

namespace Gateway.Push;

/// <summary>A notification of a batch.</summary>
/// <param name="Due">What is sent with it.</param>
/// <param name="Sent">The cursor that names it as pending.</param>
/// <param name="Delivered">The cursor once it is delivered.</param>
/// <param name="Position">The position of its last row among the latest ones.</param>
/// <param name="Rows">Its rows or events.</param>
/// <param name="HasMore">Whether there is more to send after it.</param>
/// <param name="Frame">The wrapper frame.</param>
internal sealed record BatchItem(DueReport Due, PushCursor Sent, PushCursor Delivered, long Position, int Rows, bool HasMore, byte[] Frame);
