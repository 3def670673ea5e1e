namespace Cosem;

/// <summary>A selective access descriptor as it stands in a request: an attribute lists the selectors it knows, its object reads the parameters.</summary>
/// <param name="Selector">access-selector.</param>
/// <param name="Parameters">access-parameters.</param>
public sealed record SelectiveAccess(byte Selector, CosemData Parameters);
