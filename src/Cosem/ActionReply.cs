namespace Cosem;

/// <summary>What invoking a method gives: what came of it, and the data it returns, if any.</summary>
public readonly struct ActionReply
{
    private readonly ActionResult? _result;

    private ActionReply(ActionResult result, CosemData? returnParameter)
    {
        _result = result;
        ReturnParameter = returnParameter;
    }

    /// <summary>success, or the reason why the method was not invoked.</summary>
    public ActionResult Result => _result ?? ActionResult.OtherReason;

    /// <summary>return-parameters, or null.</summary>
    public CosemData? ReturnParameter { get; }

    /// <summary>What came of it, without data.</summary>
    public static implicit operator ActionReply(ActionResult result) => new(result, null);

    /// <summary>success, and data.</summary>
    public static implicit operator ActionReply(CosemData returnParameter) => new(ActionResult.Success, returnParameter);
}
