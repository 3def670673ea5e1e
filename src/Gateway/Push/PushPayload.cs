using Cosem;

namespace Gateway.Push;

/// <summary>A notification-body and how far it goes.</summary>
/// <param name="Body">The body; null: there is nothing to send up to <paramref name="Through"/>.</param>
/// <param name="Through">The last place in the order of storing that is sent with it, or that needs no sending.</param>
/// <param name="Position">The position of its last row among the latest ones.</param>
/// <param name="Rows">How many rows or events it holds.</param>
/// <param name="IsLast">Whether nothing that was asked for is left behind it.</param>
internal sealed record PushPayload(CosemData? Body, long Through, long Position, int Rows, bool IsLast);
