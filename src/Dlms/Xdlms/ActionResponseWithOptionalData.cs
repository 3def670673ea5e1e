using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// Action-Response-With-Optional-Data (IEC 62056-5-3): what came of invoking a method.
/// <code>
/// result(1) return-parameters OPTIONAL: 00, or 01 Get-Data-Result
/// </code>
/// </summary>
/// <param name="Result">The result.</param>
/// <param name="ReturnParameters">return-parameters, or null.</param>
public readonly record struct ActionResponseWithOptionalData(ActionResult Result, GetDataResult? ReturnParameters = null)
{
    /// <summary>Octets of the shortest one.</summary>
    internal const int MinLength = 2;

    internal static ActionResponseWithOptionalData Read(ref AxdrReader reader) =>
        new((ActionResult)reader.ReadUnsigned(), reader.ReadPresence() ? GetDataResult.Read(ref reader) : null);

    internal static void Write(AxdrWriter writer, ActionResponseWithOptionalData response) => response.Write(writer);

    internal void Write(AxdrWriter writer)
    {
        writer.WriteUnsigned((byte)Result);
        writer.WriteBoolean(ReturnParameters is not null);
        ReturnParameters?.Write(writer);
    }
}
