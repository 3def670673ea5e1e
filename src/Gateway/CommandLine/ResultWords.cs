using Cosem;

namespace Gateway.CommandLine;

/// <summary>What a DLMS server answers instead of doing what it was asked: the name in the standard, its number, and what that means.</summary>
internal static class ResultWords
{
    /// <summary>Why an attribute is not given or taken.</summary>
    public static string Words(this DataAccessResult result) => $"{StandardName.WithNumber(result)}{Meaning(result)}";

    /// <summary>Why a method is not invoked.</summary>
    public static string Words(this ActionResult result) => $"{StandardName.WithNumber(result)}{Meaning((DataAccessResult)result)}";

    /// <summary>Both enumerations have these under the same numbers.</summary>
    private static string Meaning(DataAccessResult result) => result switch
    {
        DataAccessResult.TemporaryFailure => ": not now, it may work later",
        DataAccessResult.ReadWriteDenied => ": it is not there for this client, or the client may not do that",
        DataAccessResult.ObjectUndefined => ": there is no such object",
        DataAccessResult.TypeUnmatched => ": the value is not of the type that is needed",
        DataAccessResult.ScopeOfAccessViolated => ": it needs a request that is protected more",
        DataAccessResult.LongGetAborted => ": the transfer was broken off",
        DataAccessResult.OtherReason => ": the server cannot, or takes no such value; it does not say more",
        _ => "",
    };
}
