using Dlms.Security;

namespace Dlms.Association;

/// <summary>A request that a service answers.</summary>
/// <param name="Apdu">The APDU, deciphered.</param>
/// <param name="BorneProtection">The protection it came with.</param>
/// <param name="MaxResponseLength">The longest answer before it is protected, in octets.</param>
/// <param name="InGeneralBlocks">Whether the answer goes in general blocks; the service's own blocks are not used then.</param>
internal readonly record struct ServiceRequest(ReadOnlyMemory<byte> Apdu, SecurityPolicy BorneProtection, int MaxResponseLength, bool InGeneralBlocks);
