using Cosem;
using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using MBus.Link;
using MBus.Master;
using MBus.Security;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

public sealed class MeterKeysTests : IDisposable
{
    private static readonly byte[] Key = Hex.Bytes("00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF");

    private readonly TemporaryFolder _data = new();
    private readonly RecordingEventLog _events = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void A_key_is_stored_protected_and_known_after_a_restart()
    {
        var keys = Keys();
        var meter = With(keys.Protect(Key));
        Assert.True(meter.ProtectedKey.Span.IndexOf(Key) < 0);

        Assert.Equal(Key, keys.Of(meter).ToArray());
        Assert.Equal(Key, keys.Of(meter).ToArray());
        Assert.Equal(Key, Keys().Of(meter).ToArray());
        Assert.Empty(_events.Events);
    }

    [Fact]
    public void A_meter_without_key_has_none()
    {
        Assert.True(Keys().Of(With(default)).IsEmpty);
        Assert.Empty(_events.Events);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(15)]
    [InlineData(17)]
    [InlineData(32)]
    public void A_key_has_16_octets(int length) => Assert.Throws<ArgumentException>(() => Keys().Protect(new byte[length]));

    [Fact]
    public void A_key_that_cannot_be_unprotected_is_none_and_told_once()
    {
        using var other = new TemporaryFolder();
        var foreign = With(new MeterKeys(other.Path, _events).Protect(Key));
        var keys = Keys();
        foreach (var meter in new[] { foreign, foreign, With(new byte[] { 1, 2, 3 }) with { Id = new MeterId(2) } })
        {
            Assert.True(keys.Of(meter).IsEmpty);
            keys.Observe(meter, isEncrypted: true);
        }

        Assert.Equal(["2006 meter 1", "2006 meter 2"], _events.Events.Select(told => told.Split(':')[0]));
        Assert.All(_events.Events, told => Assert.Contains("cannot be read with the keys of the data directory", told, StringComparison.Ordinal));
    }

    [Fact]
    public void What_was_protected_for_another_purpose_is_no_key()
    {
        var secret = Gateway.Configuration.Secrets.ProtectorOf(_data.Path, "secrets").Protect(Key);
        Assert.True(Keys().Of(With(secret)).IsEmpty);
    }

    [Fact]
    public void A_changed_key_is_taken_at_once()
    {
        var keys = Keys();
        var other = Key.Reverse().ToArray();
        Assert.Equal(Key, keys.Of(With(keys.Protect(Key))).ToArray());
        Assert.Equal(other, keys.Of(With(keys.Protect(other))).ToArray());
        Assert.True(keys.Of(With(default)).IsEmpty);
    }

    [Fact]
    public void An_encrypted_meter_is_told_once_for_each_key_until_it_can_be_read()
    {
        var keys = Keys();
        var (none, wrong) = (With(default), With(keys.Protect(Key)));
        Observe(none, true, true);
        Assert.EndsWith("it has no key: enter the key.", Assert.Single(_events.Events), StringComparison.Ordinal);
        Observe(wrong, true, true);
        Assert.EndsWith("its key does not fit: check the key.", _events.Events[^1], StringComparison.Ordinal);
        Assert.Equal(2, _events.Count(EventCode.KeyMissingOrWrong));

        Observe(wrong, false, false);
        Assert.Equal(2, _events.Count(EventCode.KeyMissingOrWrong));
        Observe(wrong, true, true, true);
        Assert.Equal(3, _events.Count(EventCode.KeyMissingOrWrong));
        Assert.All(_events.Events, told => Assert.DoesNotContain(Convert.ToHexString(Key), told, StringComparison.OrdinalIgnoreCase));

        void Observe(Meter meter, params bool[] isEncrypted) => Array.ForEach(isEncrypted, one => keys.Observe(meter, one));
    }

    [Fact]
    public void A_meter_that_was_removed_is_forgotten_with_its_plain_key_and_what_was_told_of_it()
    {
        var keys = Keys();
        var meter = With(keys.Protect(Key));
        var known = keys.Of(meter);
        Assert.Equal(known, keys.Of(meter));
        keys.Observe(meter, isEncrypted: true);

        keys.Forget(meter.Id);

        Assert.NotEqual(known, keys.Of(meter));
        keys.Observe(meter, isEncrypted: true);
        Assert.Equal(2, _events.Count(EventCode.KeyMissingOrWrong));
    }

    [Fact]
    public void A_short_header_is_decrypted_with_the_identity_that_the_meter_is_known_by()
    {
        var keys = Keys();
        var identity = SecondaryAddress.Parse("1234567874520104");
        var header = new TelegramHeader
        {
            Kind = TelegramHeaderKind.Long,
            Identification = identity.Identification,
            Manufacturer = identity.Manufacturer,
            Version = identity.Version,
            Medium = identity.Medium,
            AccessNumber = 42,
            Configuration = new ConfigurationField(0x0510),
        };
        var cipher = Mode5.Encrypt(header, Hex.Bytes("2F 2F 01 13 07 2F 2F 2F 2F 2F 2F 2F 2F 2F 2F 2F"), Key);
        var frame = LinkFrame.Long(ControlField.RspUd, 1, 0x7A, [42, 0, 0x10, 0x05, .. cipher]);
        var readout = new MeterReadout { Meter = new MeterId(1), ReadAt = DateTimeOffset.UnixEpoch, Telegrams = [frame] };

        var meter = With(keys.Protect(Key)) with { Identity = identity };
        Assert.False(keys.Decode(meter, readout).IsEncrypted);
        var last = new LastReadout(readout, FailedAt: null);
        foreach (var (key, state) in new[] { (Key, LastReadoutState.Ok), (Key.Reverse().ToArray(), LastReadoutState.Encrypted), (Key, LastReadoutState.Ok) })
        {
            Assert.Equal(state, keys.StateOf(meter with { ProtectedKey = keys.Protect(key) }, last));
        }

        Assert.True(keys.Decode(meter with { ProtectedKey = keys.Protect(Key.Reverse().ToArray()) }, readout).IsEncrypted);
        Assert.True(keys.Decode(meter with { Identity = null }, readout).IsEncrypted);
    }

    private static Meter With(Octets protectedKey) => new() { Id = new MeterId(1), Bus = "a", ProtectedKey = protectedKey };

    private MeterKeys Keys() => new(_data.Path, _events);
}
