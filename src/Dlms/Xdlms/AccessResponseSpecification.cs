using Cosem;
using Dlms.Axdr;

namespace Dlms.Xdlms;

/// <summary>
/// Access-Response-Specification (IEC 62056-5-3): what came of one part of an access-request.
/// <code>
/// 01 get    data-access-result(1)
/// 02 set    data-access-result(1)
/// 03 action action-result(1)
/// </code>
/// </summary>
public abstract record AccessResponseSpecification
{
    /// <summary>Octets of one.</summary>
    internal const int Length = 2;

    private const byte GetChoice = 1;
    private const byte SetChoice = 2;
    private const byte ActionChoice = 3;

    private AccessResponseSpecification()
    {
    }

    /// <summary>access-response-get.</summary>
    /// <param name="Result">The result.</param>
    public sealed record Get(DataAccessResult Result) : AccessResponseSpecification
    {
        internal override bool IsSuccess => Result == DataAccessResult.Success;

        internal override void Write(AxdrWriter writer) => Write(writer, GetChoice, (byte)Result);
    }

    /// <summary>access-response-set.</summary>
    /// <param name="Result">The result.</param>
    public sealed record Set(DataAccessResult Result) : AccessResponseSpecification
    {
        internal override bool IsSuccess => Result == DataAccessResult.Success;

        internal override void Write(AxdrWriter writer) => Write(writer, SetChoice, (byte)Result);
    }

    /// <summary>access-response-action.</summary>
    /// <param name="Result">The result.</param>
    public sealed record Action(ActionResult Result) : AccessResponseSpecification
    {
        internal override bool IsSuccess => Result == ActionResult.Success;

        internal override void Write(AxdrWriter writer) => Write(writer, ActionChoice, (byte)Result);
    }

    internal abstract bool IsSuccess { get; }

    internal static AccessResponseSpecification Read(ref AxdrReader reader) => reader.ReadUnsigned() switch
    {
        GetChoice => new Get((DataAccessResult)reader.ReadUnsigned()),
        SetChoice => new Set((DataAccessResult)reader.ReadUnsigned()),
        ActionChoice => new Action((ActionResult)reader.ReadUnsigned()),
        var other => throw ApduException.Malformed($"{other} is no choice of an Access-Response-Specification."),
    };

    internal static void WriteList(AxdrWriter writer, IReadOnlyList<AccessResponseSpecification> specifications) =>
        SequenceOf.Write(writer, specifications, static (output, specification) => specification.Write(output));

    internal abstract void Write(AxdrWriter writer);

    private static void Write(AxdrWriter writer, byte choice, byte result)
    {
        writer.WriteUnsigned(choice);
        writer.WriteUnsigned(result);
    }
}
