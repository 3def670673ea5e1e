using Gateway.Readout;
using Gateway.Tests.Harness;
using Metering;

namespace Gateway.Tests;

public class ReadoutAllowanceTests
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly InMemoryReadoutStore _readouts = new();
    private readonly ReadoutAllowance _allowance;

    public ReadoutAllowanceTests() => _allowance = new ReadoutAllowance(_readouts);

    [Fact]
    public void A_meter_without_limits_may_always_be_read()
    {
        ReadAt(Noon);
        Assert.Null(_allowance.Hold(Meter(MeterReadoutSettings.Default), Noon));
    }

    [Fact]
    public void A_minimum_interval_counts_from_the_last_readout()
    {
        var meter = Meter(new MeterReadoutSettings { MinimumInterval = TimeSpan.FromHours(1) });
        Assert.Null(_allowance.Hold(meter, Noon));
        ReadAt(Noon);

        Assert.Equal(new ReadoutHold(Noon.AddHours(1), ReadoutHoldReason.MinimumInterval), _allowance.Hold(meter, Noon.AddMinutes(59)));
        Assert.Null(_allowance.Hold(meter, Noon.AddHours(1)));
    }

    [Fact]
    public void A_quota_holds_in_any_span_of_its_length()
    {
        var meter = Meter(new MeterReadoutSettings { Quota = new ReadoutQuota(3, TimeSpan.FromDays(1)) });
        ReadAt(Noon, Noon.AddHours(5), Noon.AddHours(10));

        Assert.Equal(new ReadoutHold(Noon.AddDays(1), ReadoutHoldReason.Quota), _allowance.Hold(meter, Noon.AddHours(11)));
        Assert.Null(_allowance.Hold(meter, Noon.AddDays(1)));
        ReadAt(Noon.AddDays(1));
        Assert.Equal(Noon.AddHours(29), _allowance.Hold(meter, Noon.AddHours(25))!.Until);
    }

    [Fact]
    public void The_later_of_two_limits_holds()
    {
        var meter = Meter(new MeterReadoutSettings { MinimumInterval = TimeSpan.FromHours(1), Quota = new ReadoutQuota(2, TimeSpan.FromHours(2)) });
        ReadAt(Noon, Noon.AddMinutes(90));
        Assert.Equal(new ReadoutHold(Noon.AddMinutes(150), ReadoutHoldReason.MinimumInterval), _allowance.Hold(meter, Noon.AddMinutes(100)));

        var tighter = Meter(new MeterReadoutSettings { MinimumInterval = TimeSpan.FromMinutes(10), Quota = new ReadoutQuota(2, TimeSpan.FromHours(2)) });
        Assert.Equal(new ReadoutHold(Noon.AddHours(2), ReadoutHoldReason.Quota), _allowance.Hold(tighter, Noon.AddMinutes(95)));
    }

    [Fact]
    public void A_clock_that_is_set_back_bars_no_meter()
    {
        var meter = Meter(new MeterReadoutSettings { MinimumInterval = TimeSpan.FromHours(1), Quota = new ReadoutQuota(1, TimeSpan.FromHours(1)) });
        ReadAt(Noon);
        _allowance.Refused(meter, Noon);

        Assert.Null(_allowance.Hold(meter, Noon.AddDays(-1)));
    }

    [Fact]
    public void A_meter_that_refuses_is_left_alone_the_longer_the_more_often_it_refuses()
    {
        var meter = Meter(MeterReadoutSettings.Default);
        var now = Noon;
        Assert.True(_allowance.Refused(meter, now));
        foreach (var hours in new[] { 1, 2, 4, 8, 16, 24, 24 })
        {
            Assert.Equal(new ReadoutHold(now.AddHours(hours), ReadoutHoldReason.Refusal), _allowance.Hold(meter, now));
            now = now.AddHours(hours);
            Assert.Null(_allowance.Hold(meter, now));
            Assert.False(_allowance.Refused(meter, now));
        }

        _allowance.Granted(meter.Id);
        Assert.Null(_allowance.Hold(meter, now));
        Assert.True(_allowance.Refused(meter, now.AddHours(25)));
        Assert.Equal(now.AddHours(26), _allowance.Hold(meter, now.AddHours(25))!.Until);
    }

    [Fact]
    public void A_meter_that_is_read_and_refuses_every_hour_is_told_once()
    {
        var meter = Meter(MeterReadoutSettings.Default);
        var told = 0;
        for (var hour = 0; hour < 100; hour++)
        {
            told += _allowance.Refused(meter, Noon.AddHours(hour)) ? 1 : 0;
            _allowance.Granted(meter.Id);
        }

        Assert.Equal(1, told);
    }

    [Fact]
    public void A_refusal_counts_for_the_minimum_interval_at_least()
    {
        var meter = Meter(new MeterReadoutSettings { MinimumInterval = TimeSpan.FromDays(2) });
        _allowance.Refused(meter, Noon);
        Assert.Equal(Noon.AddDays(2), _allowance.Hold(meter, Noon)!.Until);
        _allowance.Refused(meter, Noon.AddDays(2));
        Assert.Equal(Noon.AddDays(4), _allowance.Hold(meter, Noon.AddDays(2))!.Until);
    }

    [Fact]
    public void The_store_is_asked_once_for_each_readout_and_not_for_each_who_asks()
    {
        var meter = Meter(new MeterReadoutSettings { Quota = new ReadoutQuota(2, TimeSpan.FromHours(1)) });
        ReadAt(Noon);
        for (var minute = 0; minute < 60; minute++)
        {
            Assert.Null(_allowance.Hold(meter, Noon.AddMinutes(minute)));
        }

        Assert.Equal(1, _readouts.Reads);
        ReadAt(Noon.AddMinutes(59));
        Assert.Equal(Noon.AddHours(1), _allowance.Hold(meter, Noon.AddMinutes(59))!.Until);
        Assert.Null(_allowance.Hold(meter, Noon.AddHours(1)));
        Assert.Equal(2, _readouts.Reads);

        // another quota, and a clock that is set back, need another look
        Assert.NotNull(_allowance.Hold(meter with { Readout = new MeterReadoutSettings { Quota = new ReadoutQuota(1, TimeSpan.FromHours(2)) } }, Noon.AddHours(1)));
        Assert.Equal(3, _readouts.Reads);
        Assert.Null(_allowance.Hold(meter, Noon.AddMinutes(30)));
        Assert.Equal(4, _readouts.Reads);
    }

    [Fact]
    public void A_meter_with_a_quota_is_left_alone_while_the_store_cannot_say_how_often_it_was_read()
    {
        var meter = Meter(new MeterReadoutSettings { Quota = new ReadoutQuota(2, TimeSpan.FromHours(1)) });
        _readouts.IsBroken = true;
        Assert.Equal(new ReadoutHold(Noon.AddMinutes(1), ReadoutHoldReason.Quota), _allowance.Hold(meter, Noon));
        _readouts.IsBroken = false;
        Assert.Null(_allowance.Hold(meter, Noon.AddMinutes(1)));
    }

    private static Meter Meter(MeterReadoutSettings settings) => new() { Id = new MeterId(1), Bus = "cellar", Readout = settings };

    private void ReadAt(params DateTimeOffset[] times)
    {
        foreach (var time in times)
        {
            _ = _readouts.AppendAsync(new MeterReadout { Meter = new MeterId(1), ReadAt = time, Telegrams = [new byte[] { 1 }] });
        }
    }
}
