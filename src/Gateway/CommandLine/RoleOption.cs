using System.CommandLine;
using Gateway.Access;

namespace Gateway.CommandLine;

/// <summary>The option that says what somebody, or a program, may do.</summary>
internal static class RoleOption
{
    /// <summary>The option; it has no default, so that nobody becomes more than was meant.</summary>
    public static readonly Option<string> Option = Make();

    private static Option<string> Make()
    {
        var option = new Option<string>("--role") { Description = "viewer sees, installer works at buses and meters, administrator changes everything.", Required = true };
        return option.AcceptOnlyFromAmong([.. Enum.GetValues<Role>().Select(RoleWord.Word)]);
    }
}
