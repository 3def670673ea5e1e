using Cosem;

namespace Dlms.Xdlms;

/// <summary>One part of an access-response: its Access-Response-Specification and what stands for it in the list of data (IEC 62056-5-3).</summary>
/// <param name="Specification">What came of it.</param>
/// <param name="Data">The value got or what the method returned; null-data where there is nothing to give.</param>
public readonly record struct AccessResponseItem(AccessResponseSpecification Specification, CosemData Data);
