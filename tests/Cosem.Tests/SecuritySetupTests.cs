using Cosem.InterfaceClasses;
using Testing;

namespace Cosem.Tests;

public class SecuritySetupTests
{
    private static readonly CosemData.OctetString Wrapped = new(Hex.Bytes("1FA68B0A8112B447 AEF34BD8FB5A7B82 9D3E862371D2CFE5"));

    private readonly Security _security = new();

    [Fact]
    public async Task It_shows_policy_suite_and_system_titles()
    {
        var setup = Setup();
        Assert.Equal((ClassId.SecuritySetup, (byte)0, 5), (setup.ClassId, setup.Version, setup.Attributes.Length));
        Assert.Equal(new CosemData.Enum(3), (await setup.GetAsync(2, null, default)).Data);
        Assert.Equal(new CosemData.Enum(0), (await setup.GetAsync(3, null, default)).Data);
        Assert.Equal(new CosemData.OctetString(default), (await setup.GetAsync(4, null, default)).Data);
        Assert.Equal(new CosemData.OctetString(Hex.Bytes("454C560000F42400")), (await setup.GetAsync(5, null, default)).Data);
        Assert.Equal(["security_activate", "global_key_transfer"], setup.Methods.Select(method => method.Name));
    }

    [Fact]
    public async Task The_policy_is_activated()
    {
        Assert.Equal(ActionResult.Success, (await Setup().InvokeAsync(1, new CosemData.Enum(3), default)).Result);
        _security.Result = ActionResult.OtherReason;
        Assert.Equal(ActionResult.OtherReason, (await Setup().InvokeAsync(1, new CosemData.Enum(1), default)).Result);
        Assert.Equal(["activate 3", "activate 1"], _security.Asked);
        Assert.Equal(ActionResult.TypeUnmatched, (await Setup().InvokeAsync(1, new CosemData.Unsigned(3), default)).Result);
        Assert.Equal(ActionResult.TypeUnmatched, (await Setup().InvokeAsync(1, null, default)).Result);
        Assert.Equal(2, _security.Asked.Count);
    }

    [Fact]
    public async Task Keys_are_transferred_together()
    {
        Assert.Equal(ActionResult.Success, (await Setup().InvokeAsync(2, new CosemData.Array(Key(0), Key(2)), default)).Result);
        Assert.Equal(["transfer 0 2"], _security.Asked);
        Assert.Equal(ActionResult.Success, (await Setup().InvokeAsync(2, Keys(16), default)).Result);
        _security.Result = ActionResult.OtherReason;
        Assert.Equal(ActionResult.OtherReason, (await Setup().InvokeAsync(2, Keys(1), default)).Result);
    }

    [Fact]
    public async Task What_is_no_array_of_keys_is_refused()
    {
        foreach (var wrong in new CosemData?[]
        {
            null,
            Key(0),
            new CosemData.Array(Key(0), CosemData.Null.Instance),
            new CosemData.Array(new CosemData.Structure(new CosemData.Unsigned(0), Wrapped)),
            new CosemData.Array(new CosemData.Structure(new CosemData.Enum(0), new CosemData.VisibleString(Wrapped.Value))),
            new CosemData.Array(new CosemData.Structure(new CosemData.Enum(0))),
            new CosemData.Array(new CosemData.Structure(new CosemData.Enum(0), Wrapped, Wrapped)),
        })
        {
            Assert.Equal(ActionResult.TypeUnmatched, (await Setup().InvokeAsync(2, wrong, default)).Result);
        }

        Assert.Equal(ActionResult.OtherReason, (await Setup().InvokeAsync(2, Keys(0), default)).Result);
        Assert.Equal(ActionResult.OtherReason, (await Setup().InvokeAsync(2, Keys(17), default)).Result);
        Assert.Empty(_security.Asked);
    }

    private SecuritySetup Setup() => new(new(0, 0, 43, 0, 0, 255), _security);

    private static CosemData.Structure Key(byte id) => new(new CosemData.Enum(id), Wrapped);

    private static CosemData.Array Keys(int count) => new([.. Enumerable.Repeat(Key(0), count)]);

    private sealed class Security : ISecuritySetup
    {
        public List<string> Asked { get; } = [];

        public ActionResult Result { get; set; }

        public byte SecurityPolicy => 3;

        public byte SecuritySuite => 0;

        public Octets ClientSystemTitle => default;

        public Octets ServerSystemTitle => Hex.Bytes("454C560000F42400");

        public ValueTask<ActionResult> ActivateAsync(byte policy, CancellationToken cancellationToken)
        {
            Asked.Add($"activate {policy}");
            return new(Result);
        }

        public ValueTask<ActionResult> TransferAsync(IReadOnlyList<(byte KeyId, Octets Wrapped)> keys, CancellationToken cancellationToken)
        {
            Assert.All(keys, key => Assert.Equal(Wrapped.Value, key.Wrapped));
            Asked.Add($"transfer {string.Join(' ', keys.Select(key => key.KeyId))}");
            return new(Result);
        }
    }
}
