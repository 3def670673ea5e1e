using System.Net;
using Cosem;
using Cosem.InterfaceClasses;
using Dlms.Acse;
using Dlms.Security;
using Dlms.Xdlms;
using Gateway.Events;
using Gateway.HeadEnd;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering;
using Metering.Events;
using Testing;

namespace Gateway.Tests;

public sealed class RepeatedEventsTests : IDisposable
{
    private readonly ManualTimeProvider _time = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly RecordingLogger<RepeatedEvents> _log = new();
    private readonly RecordingLogger<AssociationLog> _lines = new();
    private readonly RecordingEventLog _events = new();
    private readonly HeadEndCounters _counters = new();
    private readonly RepeatedEvents _repeated;

    public RepeatedEventsTests() => _repeated = new RepeatedEvents(_events, _log, _time);

    public void Dispose() => _repeated.Dispose();

    [Fact]
    public void What_repeats_is_one_line_at_once_and_one_with_the_number_every_5_min()
    {
        var connection = Connection("10.0.0.7");
        for (var i = 0; i < 1000; i++)
        {
            Refuse(connection, SecurityEvent.AuthenticationFailed, "the password is wrong");
        }

        Assert.Equal(["46 : DLMS 10.0.0.7: client 1 of logical device 16 refused: authentication failed, the password is wrong"], _events.Events);

        _time.Advance(RepeatedEvents.Window);
        Refuse(Connection("10.0.0.7"), SecurityEvent.AuthenticationFailed, "the tag of the InitiateRequest is wrong");
        _time.Advance(RepeatedEvents.Window);

        Assert.Equal(
            [
                "46 : DLMS 10.0.0.7: 999 more within 5 min: authentication failed; the last by client 1 of logical device 16: the password is wrong",
                "46 : DLMS 10.0.0.7: 1 more within 5 min: authentication failed; the last by client 1 of logical device 16: the tag of the InitiateRequest is wrong",
            ],
            _events.Events.Skip(1));
        Assert.Empty(_lines.Messages);
        Assert.Empty(_log.Messages);
    }

    [Fact]
    public void A_thread_that_is_held_up_between_two_looks_at_the_time_asks_for_no_timer_in_the_past()
    {
        var time = new HaltingTime();
        using var repeated = new RepeatedEvents(_events, _log, time);
        Assert.True(repeated.IsFirst("10.0.0.7", "a", ""));
        time.Now = RepeatedEvents.Window - TimeSpan.FromSeconds(1);
        Assert.True(repeated.IsFirst("10.0.0.7", "b", ""));
        time.Now = (2 * RepeatedEvents.Window) - TimeSpan.FromSeconds(6);
        time.Step = TimeSpan.FromSeconds(2); // the second row ends between being looked at and being waited for
        time.Ring();
        Assert.All(time.Asked, due => Assert.InRange(due, TimeSpan.Zero, RepeatedEvents.Window));
    }

    [Fact]
    public void Who_is_quiet_for_5_min_has_a_line_at_once_again_and_no_row()
    {
        var connection = Connection("10.0.0.7");
        Refuse(connection, SecurityEvent.AuthenticationFailed, "the password is wrong");
        _time.Advance(RepeatedEvents.Window);
        Assert.Equal(0, _repeated.Count);
        Assert.False(_time.AdvanceToNext());

        Refuse(connection, SecurityEvent.AuthenticationFailed, "the password is wrong");

        Assert.Equal(2, _events.Count(EventCode.AuthenticationFailure, "the password is wrong"));
        Assert.Equal(2, _events.All.Count);
    }

    [Fact]
    public void Kinds_and_sources_hide_nothing_of_each_other()
    {
        var connection = Connection("10.0.0.7");
        Refuse(connection, SecurityEvent.AuthenticationFailed, "the password is wrong");
        _time.Advance(TimeSpan.FromMinutes(1));
        Refuse(connection, SecurityEvent.AttemptRefusedUnchecked, "too soon after failed attempts");
        connection.Refused(1, 16, ResultSourceDiagnostic.ApplicationContextNameNotSupported, null);
        connection.Refused(16, 99, ResultSourceDiagnostic.AuthenticationFailure, null);
        connection.Security(1, 16, SecurityEvent.Replayed, "counter 5");
        Refuse(Connection("10.0.0.8"), SecurityEvent.AuthenticationFailed, "no such client");

        Assert.Equal([EventCode.AuthenticationFailure, EventCode.AuthenticationFailure, EventCode.ReplayAttack, EventCode.AuthenticationFailure], _events.Codes);
        Assert.Equal(2, _lines.Messages.Count);
        Assert.Equal(1, _lines.Count("association of client 1 with logical device 16 refused: application-context-name-not-supported"));
        Assert.Equal(1, _lines.Count("association of client 16 with logical device 99 refused: authentication-failure"));
    }

    [Fact]
    public void Changes_of_keys_password_and_policy_are_always_told_once()
    {
        var connection = Connection("10.0.0.7");
        for (var i = 0; i < 3; i++)
        {
            connection.Security(1, 1, SecurityEvent.KeysChanged, "GUEK");
            connection.Invoked(1, 1, new MethodDescriptor(ClassId.SecuritySetup, Obis.SecuritySetup, 2));
            connection.Security(1, 1, SecurityEvent.SecretChanged, "by SET");
            connection.Written(1, 1, new AttributeDescriptor(ClassId.AssociationLn, AssociationLn.CurrentAssociation, 7), value: null);
            connection.Security(1, 1, SecurityEvent.PolicyRaised, "to 3");
        }

        Assert.Equal(Enumerable.Repeat<EventCode[]>([EventCode.KeysChanged, EventCode.KeysChanged, EventCode.ParametersChanged], 3).SelectMany(codes => codes), _events.Codes);
        Assert.Equal("48 : DLMS 10.0.0.7: client 1 of logical device 1 changed keys: GUEK", _events.Events[0]);
        Assert.DoesNotContain(_lines.Messages, line => line.Contains("changed", StringComparison.Ordinal));
    }

    [Fact]
    public void A_parameter_that_is_written_is_an_event_and_a_clock_or_a_channel_is_none()
    {
        var connection = Connection("10.0.0.7");
        connection.Written(1, 16, new AttributeDescriptor(ClassId.Clock, Obis.Clock, 2), new CosemData.OctetString(default));
        connection.Written(1, 16, new AttributeDescriptor(ClassId.Data, Obis.ChannelSelection, 2), new CosemData.LongUnsigned(16));
        connection.Invoked(1, 16, new MethodDescriptor(ClassId.Clock, Obis.Clock, 6));
        Assert.Empty(_events.All);
        Assert.DoesNotContain(_lines.Messages, line => !line.StartsWith("Debug", StringComparison.Ordinal));
        WriteDestination(connection, 16);
        Assert.Equal(["47 : DLMS 10.0.0.7: client 1 of logical device 16 wrote PushSetup 0.4.25.9.0.255 attribute 3: {0, head-end.example:4059, 0}"], _events.Events);
    }

    [Fact]
    public void A_head_end_that_writes_the_same_to_every_meter_has_one_row_and_one_with_the_number()
    {
        var connection = Connection("10.0.0.7");
        for (ushort device = 16; device < 516; device++)
        {
            WriteDestination(connection, device);
            connection.Written(1, device, new AttributeDescriptor(ClassId.PushSetup, Report, 6), new CosemData.Unsigned(3));
        }

        _time.Advance(RepeatedEvents.Window);
        Assert.Equal(
            [
                "47 : DLMS 10.0.0.7: client 1 of logical device 16 wrote PushSetup 0.4.25.9.0.255 attribute 3: {0, head-end.example:4059, 0}",
                "47 : DLMS 10.0.0.7: client 1 of logical device 16 wrote PushSetup 0.4.25.9.0.255 attribute 6: 3",
                "47 : DLMS 10.0.0.7: 499 more within 5 min: wrote PushSetup 0.4.25.9.0.255 attribute 3; the last by client 1 of logical device 515: {0, head-end.example:4059, 0}",
                "47 : DLMS 10.0.0.7: 499 more within 5 min: wrote PushSetup 0.4.25.9.0.255 attribute 6; the last by client 1 of logical device 515: 3",
            ],
            _events.Events);
    }

    [Theory]
    [InlineData(SecurityEvent.DecipheringFailed, EventCode.DecryptionFailure)]
    [InlineData(SecurityEvent.KeyTransferRefused, EventCode.DecryptionFailure)]
    [InlineData(SecurityEvent.TooManyClientTitles, EventCode.DecryptionFailure)]
    [InlineData(SecurityEvent.Replayed, EventCode.ReplayAttack)]
    [InlineData(SecurityEvent.AttemptRefusedUnchecked, EventCode.AuthenticationFailure)]
    [InlineData(SecurityEvent.UnderProtected, null)]
    [InlineData(SecurityEvent.PolicyRefused, null)]
    public void An_attack_is_a_row_of_the_fraud_log_and_what_is_only_refused_a_line(SecurityEvent what, EventCode? code)
    {
        Connection("10.0.0.7").Security(1, 1, what, "details");
        Assert.Equal(code is { } expected ? [expected] : [], _events.Codes);
        Assert.Equal(code is null ? 1 : 0, _lines.Messages.Count);
    }

    [Fact]
    public void Who_needs_no_authentication_does_not_fill_the_log_either()
    {
        var connection = Connection("10.0.0.7");
        for (var i = 0; i < 100; i++)
        {
            connection.Opened(16, 1, mechanism: 0);
            connection.Opened(1, 1, mechanism: 1);
        }

        Assert.Equal(1, _lines.Count("client 16 associated"));
        Assert.Equal(100, _lines.Count("client 1 associated"));
    }

    [Fact]
    public void Beyond_the_bound_all_other_sources_count_as_one()
    {
        for (var i = 0; i < RepeatedEvents.MaxRows + 100; i++)
        {
            Refuse(Connection($"10.1.{i / 256}.{i % 256}"), SecurityEvent.AuthenticationFailed, $"attempt {i}");
        }

        Assert.Equal(RepeatedEvents.MaxRows + 1, _repeated.Count);
        Assert.Equal(RepeatedEvents.MaxRows + 1, _events.All.Count);
        _time.Advance(RepeatedEvents.Window);
        Assert.Equal("46 : DLMS other sources: 99 more within 5 min: authentication failed; the last by client 1 of logical device 16: attempt 1123", _events.Events[^1]);
        Assert.Equal(RepeatedEvents.MaxRows + 2, _events.All.Count);
    }

    [Fact]
    public void A_stop_tells_what_was_counted()
    {
        var connection = Connection("10.0.0.7");
        Refuse(connection, SecurityEvent.AuthenticationFailed, "the password is wrong");
        Refuse(connection, SecurityEvent.AuthenticationFailed, "the password is wrong");
        _repeated.Dispose();
        Assert.Equal(1, _events.Count(EventCode.AuthenticationFailure, "1 more within 5 min"));
    }

    [Fact]
    public void What_is_foreseen_is_a_line_in_words_and_only_the_unforeseen_an_error()
    {
        var connection = Connection("10.0.0.7");
        var buffer = new AttributeDescriptor(ClassId.ProfileGeneric, Obis.LoadProfile1, 2);
        connection.Failed(16, buffer, new FinerScalerException(new(8, 0, 1, 0, 0, 255)));
        connection.Failed(16, new MethodDescriptor(ClassId.Clock, Obis.Clock, 6), new StoreException(StoreFault.Full, "gateway.db", "the disk is full."));
        connection.Failed(1, new StoreException(StoreFault.Full, "gateway.db", "the disk is full."));
        connection.Failed(16, buffer, new InvalidOperationException("a fault of the program"));
        Assert.Equal(
            [
                "Warning: DLMS 10.0.0.7:50000: logical device 16 was asked for 1.0.99.1.0.255 attribute 2 and could not answer: The register 8.0.1.0.0.255 has a finer scaler now; read it and the profile again.",
                "Warning: DLMS 10.0.0.7:50000: logical device 16 was asked for 0.0.1.0.0.255 method 6 and could not answer: gateway.db: the disk is full.",
                "Warning: DLMS 10.0.0.7:50000: logical device 1 was asked for an association and could not answer: gateway.db: the disk is full.",
                "Error: DLMS 10.0.0.7:50000: logical device 16 failed at 1.0.99.1.0.255 attribute 2",
            ],
            _lines.Messages);
    }

    private static LogicalName Report { get; } = new(0, 4, 25, 9, 0, 255);

    private static void WriteDestination(AssociationLog connection, ushort device) => connection.Written(
        1,
        device,
        new AttributeDescriptor(ClassId.PushSetup, Report, PushSetup.SendDestinationAndMethod),
        new CosemData.Structure(new CosemData.Enum(0), new CosemData.OctetString(Octets.FromAscii("head-end.example:4059")), new CosemData.Enum(0)));

    private AssociationLog Connection(string address) => new(_lines, _repeated, _events, _counters, new ConnectedClients(TimeProvider.System).Enter(address), new IPEndPoint(IPAddress.Parse(address), 50_000), address);

    /// <summary>What the server tells of an AARQ in which a client does not prove itself.</summary>
    private static void Refuse(AssociationLog connection, SecurityEvent what, string details)
    {
        connection.Security(1, 16, what, details);
        connection.Refused(1, 16, ResultSourceDiagnostic.AuthenticationFailure, null);
    }

    /// <summary>A time that goes on by a step each time it is looked at.</summary>
    private sealed class HaltingTime : TimeProvider, ITimer
    {
        private TimerCallback? _callback;

        public TimeSpan Now { get; set; }

        public TimeSpan Step { get; set; }

        public List<TimeSpan> Asked { get; } = [];

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp()
        {
            Now += Step;
            return Now.Ticks;
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _callback = callback;
            return this;
        }

        public void Ring() => _callback!(null);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            Asked.Add(dueTime);
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
