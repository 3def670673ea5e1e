using Cosem;

namespace Dlms.Xdlms;

/// <summary>One part of an access-request: its Access-Request-Specification and what stands for it in the list of data (IEC 62056-5-3).</summary>
/// <param name="Specification">What is to be done.</param>
/// <param name="Data">The value to set or the parameters of the method; null-data where there is nothing to give.</param>
public readonly record struct AccessRequestItem(AccessRequestSpecification Specification, CosemData Data);
