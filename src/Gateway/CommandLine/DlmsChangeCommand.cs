using System.CommandLine;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Client;

namespace Gateway.CommandLine;

/// <summary><c>dlms write</c> and <c>dlms action</c>: what a head-end changes.</summary>
internal static class DlmsChangeCommand
{
    private static readonly Argument<string> Attribute = new("OBIS[:ATTRIBUTE]") { Description = "The attribute to write; attribute 2 if not given." };
    private static readonly Argument<string> Value = new("VALUE") { Description = $"One of {CosemValue.Help}." };
    private static readonly Argument<string> Method = new("OBIS:METHOD") { Description = "The method to invoke." };
    private static readonly Argument<string?> Parameter = new("VALUE")
    {
        Description = $"Its parameter: one of {CosemValue.Help}.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Write() => DlmsVerb.Create(
        "write",
        """
        Writes an attribute (SET).

        Examples: dlms write localhost 0.128.1.0.0.255 u16:16    selects the logical device 16
                  dlms write localhost 0.0.1.0.0.255 now         sets the clock
        """,
        [Attribute, Value, DlmsVerb.Device],
        WriteAsync);

    public static Command Action() => DlmsVerb.Create(
        "action",
        """
        Invokes a method (ACTION) and shows what it returns.

        Examples: dlms action localhost 0.0.1.0.0.255:3 i8:0     sets the clock to the nearest minute
                  dlms action localhost 0.0.1.0.0.255:6 i16:-30  sets the clock back by 30 s
        """,
        [Method, Parameter, DlmsVerb.Device],
        ActionAsync);

    private static async Task<int> WriteAsync(ParseResult parsed, DlmsConnector connector, CancellationToken cancellationToken)
    {
        var value = CosemValue.Parse(parsed.GetValue(Value)!);
        var (obis, index) = DlmsVerb.ObjectOf(parsed.GetValue(Attribute)!);
        var attribute = index ?? 2;
        await using var client = await connector.AssociateAsync(parsed.GetValue(DlmsVerb.Device) ?? DlmsVerb.Management, cancellationToken);
        var element = (await client.GetObjectListAsync(cancellationToken)).Find(obis);
        var result = DataAccessResult.Success;
        try
        {
            await client.SetAsync(new(element.ClassId, obis, attribute), value, cancellationToken);
        }
        catch (DataAccessException e)
        {
            result = e.Result;
        }

        var failed = result != DataAccessResult.Success;
        var shown = (element.ClassId, attribute) is (ClassId.AssociationLn, AssociationLn.Secret) ? "what was given" : CosemText.Of(value);
        if (parsed.GetValue(DlmsVerb.Json))
        {
            JsonLine.Print(new { obis = obis.ToString(), @class = (ushort)element.ClassId, attribute, value = shown, result = result.ToString(), failed });
        }
        else
        {
            await Say(failed, $"Attribute {attribute} of {obis} {(failed ? $"is not written: {result.Words()}" : $"is now {shown}")}.");
        }

        await client.ReleaseAsync(cancellationToken);
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static async Task<int> ActionAsync(ParseResult parsed, DlmsConnector connector, CancellationToken cancellationToken)
    {
        var parameter = parsed.GetValue(Parameter) is { } text ? CosemValue.Parse(text) : null;
        if (DlmsVerb.ObjectOf(parsed.GetValue(Method)!) is not (var obis, { } method))
        {
            throw new RefusedException($"'{parsed.GetValue(Method)}' names no method; write 0.0.1.0.0.255:3.");
        }

        await using var client = await connector.AssociateAsync(parsed.GetValue(DlmsVerb.Device) ?? DlmsVerb.Management, cancellationToken);
        var element = (await client.GetObjectListAsync(cancellationToken)).Find(obis);
        var result = ActionResult.Success;
        CosemData? returned = null;
        try
        {
            returned = await client.ActionAsync(new(element.ClassId, obis, method), parameter, cancellationToken);
        }
        catch (ActionException e)
        {
            result = e.Result;
        }

        var failed = result != ActionResult.Success;
        var value = returned is null ? null : CosemText.Of(returned);
        if (parsed.GetValue(DlmsVerb.Json))
        {
            JsonLine.Print(new { obis = obis.ToString(), @class = (ushort)element.ClassId, method, value, result = result.ToString(), failed });
        }
        else
        {
            await Say(failed, $"Method {method} of {obis} {(failed ? $"is not invoked: {result.Words()}" : value is null ? "is done" : $"returns {value}")}.");
        }

        await client.ReleaseAsync(cancellationToken);
        return failed ? ExitCode.Failed : ExitCode.Done;
    }

    private static Task Say(bool failed, string line) => (failed ? Console.Error : Console.Out).WriteLineAsync(line);
}
