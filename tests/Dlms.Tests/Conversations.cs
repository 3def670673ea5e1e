using Dlms.Association;
using Testing;

namespace Dlms.Tests;

/// <summary>The client's side of conversations with an association.</summary>
internal static class Conversations
{
    public const string PublicAarq = "601DA109060760857405080101BE10040E01000000065F1F0400001E1DFFFF";

    public const string LowLevelAarq =
        "6036A1090607608574050801018A0207808B0760857405080201AC0A80083132333435363738BE10040E01000000065F1F0400007E1F04B0";

    /// <summary>The public client accepted, with what this server offers it.</summary>
    public const string PublicAccepted = "6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F0400001210FFFF0007";

    /// <summary>The management client accepted, with what it asked for and this server offers it.</summary>
    public const string Accepted = "6129A109060760857405080101A203020100A305A103020100BE10040E0800065F1F0400001E1DFFFF0007";

    /// <summary>Plays a transcript; every answer has to be as it stands there.</summary>
    public static async Task PlayAsync(this ApplicationAssociation association, string transcript)
    {
        foreach (var (request, answer) in Dialogue.Parse(transcript))
        {
            Assert.Equal(Convert.ToHexString(answer), await association.AskAsync(Convert.ToHexString(request)));
        }
    }

    /// <summary>One turn, in hexadecimal digits.</summary>
    public static async Task<string> AskAsync(this ApplicationAssociation association, string request) =>
        Convert.ToHexString((await association.AnswerAsync(Hex.Bytes(request))).Span);

    /// <summary>One turn, as messages.</summary>
    public static async Task<Apdu> AskAsync(this ApplicationAssociation association, Apdu request) =>
        Apdu.Decode((await association.AnswerAsync(request.ToArray())).Span);

    /// <summary>Associates with low level security.</summary>
    public static async Task<ApplicationAssociation> OpenAsync(this ApplicationAssociation association, string aarq = LowLevelAarq)
    {
        await association.PlayAsync($"> {aarq}\n< {(aarq == PublicAarq ? PublicAccepted : Accepted)}");
        return association;
    }
}
