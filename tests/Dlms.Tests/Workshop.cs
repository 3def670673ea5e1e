using System.Collections.Immutable;
using Cosem;
using Cosem.InterfaceClasses;
using Cosem.Tests;

namespace Dlms.Tests;

/// <summary>A logical device of objects that can be written, invoked and selected from.</summary>
internal sealed class Workshop
{
    public const ushort Sap = 100;

    /// <summary>24 rows of an hour from 2024-06-15 00:00 UTC, which is 02:00 in Berlin: clock, a counter from 0 as energy, the same as status.</summary>
    public InMemoryProfile Profile { get; } = new(TestServer.Berlin, [.. Enumerable.Range(0, 24).Select(Row)]);

    /// <summary>What was written into 0.0.96.1.0.255 and 0.0.96.1.1.255.</summary>
    public List<string> Written { get; } = [];

    /// <summary>What the script was asked for.</summary>
    public List<string> Invoked { get; } = [];

    public static TestServer ServerWith(Workshop workshop, Connection.DlmsLimits? limits = null)
    {
        var server = new TestServer(limits);
        server.Devices[Sap] = workshop.Device();
        return server;
    }

    private LogicalDevice Device() => new(
        Sap,
        "ELV0016000100",
        [
            Writable(new Data(new(0, 0, 96, 1, 0, 255), new OctetsSource(this, 0).Get, new OctetsSource(this, 0).Set)),
            Writable(new Data(new(0, 0, 96, 1, 1, 255), new OctetsSource(this, 1).Get, new OctetsSource(this, 1).Set)),
            LogicalDeviceObject.ReadOnly(new Data(new(0, 0, 96, 1, 2, 255), new CosemData.Unsigned(7))),
            Writable(new Data(new(0, 0, 96, 1, 9, 255), _ => new(new CosemData.Unsigned(9)), (_, _) => throw new InvalidOperationException("broken"))),
            Script(),
            LogicalDeviceObject.ReadOnly(new ProfileGeneric(
                new(1, 0, 99, 1, 0, 255),
                [
                    new(ClassId.Clock, new(0, 0, 1, 0, 0, 255), 2, 0),
                    new(ClassId.Register, TestServer.Energy, 2, 0),
                    new(ClassId.Data, new(0, 0, 96, 10, 1, 255), 2, 0),
                ],
                TimeSpan.FromHours(1),
                TestServer.Berlin,
                Profile)),
        ]);

    private static (DateTimeOffset Time, CosemData[] Values) Row(int number) => (
        new DateTimeOffset(2024, 6, 15, 0, 0, 0, TimeSpan.Zero).AddHours(number),
        [new CosemData.DoubleLongUnsigned((uint)number), new CosemData.Unsigned((byte)number)]);

    private static LogicalDeviceObject Writable(CosemObject of)
    {
        var rights = AccessRights.ReadOnly(of);
        return new(of, rights, rights.WithAttribute(2, AttributeAccess.ReadWrite));
    }

    private LogicalDeviceObject Script()
    {
        var script = new ScriptTable(this);
        var rights = AccessRights.ReadOnly(script);
        return new(script, rights, Enumerable.Range(1, 5).Where(method => method != 4).Aggregate(rights, (all, method) => all.WithMethod(method, MethodAccess.Invoke)));
    }

    private sealed class OctetsSource(Workshop workshop, int number)
    {
        public ValueTask<AttributeValue> Get(CancellationToken cancellationToken) => new(new CosemData.Unsigned((byte)number));

        public ValueTask<DataAccessResult> Set(CosemData value, CancellationToken cancellationToken)
        {
            switch (value)
            {
                case CosemData.OctetString { Value: { Length: > 0 } octets }:
                    workshop.Written.Add($"{number}: {Convert.ToHexString(octets.Span)}");
                    return new(DataAccessResult.Success);
                case CosemData.OctetString:
                    return new(DataAccessResult.OtherReason); // right type, impossible value
                default:
                    return new(DataAccessResult.TypeUnmatched);
            }
        }
    }

    /// <summary>Methods: 1 gives its parameter back, 2 gives as many octets as it says, 3 throws, 4 nobody may, 5 gives nothing.</summary>
    private sealed class ScriptTable(Workshop workshop) : CosemObject((ClassId)9, 0, new(0, 0, 10, 0, 0, 255))
    {
        private static readonly ImmutableArray<CosemMethod> Table =
        [
            CosemMethod.Of<ScriptTable>(1, "echo", static (of, parameter, _) => of.Note(1, parameter ?? CosemData.Null.Instance)),
            CosemMethod.Of<ScriptTable>(2, "fill", static (of, parameter, _) => of.Note(
                2, new CosemData.OctetString(Enumerable.Range(0, ((CosemData.LongUnsigned)parameter!).Value).Select(i => (byte)i).ToArray()))),
            CosemMethod.Of<ScriptTable>(3, "fail", static (_, _, _) => throw new InvalidOperationException("broken")),
            CosemMethod.Of<ScriptTable>(4, "forbidden", static (_, _, _) => throw new InvalidOperationException("never called")),
            CosemMethod.Of<ScriptTable>(5, "nothing", static (of, _, _) => of.Note(5, ActionResult.Success)),
        ];

        public override ImmutableArray<CosemAttribute> Attributes { get; } = [CosemAttribute.LogicalName];

        public override ImmutableArray<CosemMethod> Methods => Table;

        private ValueTask<ActionReply> Note(int method, ActionReply reply)
        {
            workshop.Invoked.Add($"{method}");
            return new(reply);
        }
    }
}
