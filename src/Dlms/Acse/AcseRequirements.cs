using Cosem;

namespace Dlms.Acse;

/// <summary>ACSE-requirements (IEC 62056-5-3): the functional units beside the kernel, of which there is one.</summary>
internal static class AcseRequirements
{
    /// <summary>The functional unit of authentication: the first bit.</summary>
    public static CosemData.BitString Authentication { get; } = new(new byte[] { 0x80 }, 1);
}
