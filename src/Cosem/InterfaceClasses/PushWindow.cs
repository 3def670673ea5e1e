namespace Cosem.InterfaceClasses;

/// <summary>window_element of communication_window: from start to end, in which what is not specified fits every time.</summary>
/// <param name="Start">The first moment.</param>
/// <param name="End">The last moment.</param>
public readonly record struct PushWindow(CosemDateTime Start, CosemDateTime End);
