using Cosem;
using Dlms.Acse;
using Dlms.Xdlms;

namespace Dlms.Client;

/// <summary>The server refused the association.</summary>
/// <param name="result">result of the AARE.</param>
/// <param name="diagnostic">result-source-diagnostic of the AARE.</param>
/// <param name="error">The error of initiate, if the AARE carries one.</param>
public sealed class AssociationRefusedException(AssociationResult result, ResultSourceDiagnostic diagnostic, InitiateError? error)
    : DlmsClientException(
        $"The server refused the association: {(error is { } reason && diagnostic == ResultSourceDiagnostic.NoReasonGiven ? StandardName.Of(reason) : diagnostic.ToString())}.")
{
    /// <summary>result of the AARE.</summary>
    public AssociationResult Result { get; } = result;

    /// <summary>result-source-diagnostic of the AARE.</summary>
    public ResultSourceDiagnostic Diagnostic { get; } = diagnostic;

    /// <summary>The error of initiate, if the AARE carries one.</summary>
    public InitiateError? Error { get; } = error;
}
