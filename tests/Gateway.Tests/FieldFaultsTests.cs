using Gateway.Readout;
using Gateway.Tests.Harness;
using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using Metering;
using Metering.Events;
using Simulation;
using Simulation.Script;

namespace Gateway.Tests;

/// <summary>
/// What goes wrong in the field, in the words of the list of cases: those that the gateway shows, or its part of them; what the master
/// makes of them by itself stands with the master.
/// </summary>
public class FieldFaultsTests
{
    [Fact]
    public void Echo()
    {
        using var parts = new BusParts(meters: 2);
        parts.Simulated.Faults = new() { Echo = true };
        Assert.False(parts.Worker.ConverterEchoes);
        parts.Cycle();
        Assert.True(parts.Worker.ConverterEchoes);

        parts.Restart();
        parts.Cycle();

        Assert.True(parts.Worker.ConverterEchoes);
        Assert.Equal([1, 2, 1, 2], parts.Order);
        Assert.All(parts.Readouts.All, readout => Assert.True(readout.IsComplete));
        Assert.Empty(parts.Events.All);
    }

    [Theory]
    [InlineData(0xFF)]
    [InlineData(0x00)]
    public void One_damaged_meter_floods_the_bus(byte flood)
    {
        using var parts = new BusParts(time => SimulatedBus.Create(1, 4, time), hasWire: true);
        parts.Simulated.Play(new FaultScript([new ScriptedFault(FaultKind.Unrequested)
        {
            Count = 200,
            Period = TimeSpan.FromSeconds(1),
            Value = flood,
            From = TimeSpan.FromMinutes(16),
            Until = TimeSpan.FromMinutes(50),
        }]));

        parts.Cycles(3);
        Assert.Equal([EventCode.NoiseWithoutRequest], parts.Events.Codes);
        Assert.True(parts.Worker.IsNoisy);
        parts.Cycles(3);

        Assert.Equal([EventCode.NoiseWithoutRequest, EventCode.BusRecovered], parts.Events.Codes);
        Assert.False(parts.Worker.IsNoisy);
        Assert.All(parts.Meters.Meters.Values, meter => Assert.Equal(0, parts.Worker.StateOf(meter.Id).FailuresInARow));
        Assert.All(Enumerable.Range(1, 4), number => Assert.InRange(parts.Stored(number), 4, 6));
    }

    [Fact]
    public async Task _8N1_instead_of_8E1()
    {
        using var parts = new BusParts(meters: 2);
        parts.Simulated.Meters[1].Faults = new() { WrongChecksum = 1 };

        // two spoilt characters are a disturbance, and framing is noise or a wrong rate
        Spoil(parts, new LineErrors(Parity: 1));
        await parts.OutcomeAsync(1, ReadoutPrecedence.Schedule);
        Spoil(parts, new LineErrors(Parity: 20, Framing: 5));
        await parts.OutcomeAsync(2, ReadoutPrecedence.Schedule);
        Assert.Empty(parts.Log.Messages);

        Spoil(parts, new LineErrors(Parity: 20));
        await parts.OutcomeAsync(2, ReadoutPrecedence.Schedule);
        await parts.OutcomeAsync(2, ReadoutPrecedence.Schedule);

        Assert.Contains("8 data bits, even parity, 1 stop bit", Assert.Single(parts.Log.Messages), StringComparison.Ordinal);
        Assert.True(parts.Worker.Statistics.Figures().Line.Characters.Parity > 20);
    }

    [Fact]
    public void Slow_first_byte()
    {
        using var parts = new BusParts(time => SimulatedBus.Create(1, 2, time), hasWire: true);

        // 1.1 s at 2400 baud, where the standard knows 0.19 s
        parts.Simulated.Meters[0].ResponseBits = 2640;
        Read(parts, 1);
        Assert.Equal(1, parts.Stored(1));
        Assert.True(FirstByteTime() >= 1.1);

        parts.Restart();
        Read(parts, 1);

        // what could only be guessed at first is known now
        Assert.InRange(FirstByteTime(), 1, 1.5);
        var figures = parts.Worker.Statistics.FiguresOf(new MeterId(1))!.Readouts;
        Assert.Equal((1, 0), (figures.Complete, figures.Silent));
        Assert.Equal(figures.Telegrams, figures.Requests);
        Assert.Equal(2, parts.Stored(1));

        double FirstByteTime() => new LearntHabits(parts.State).Of(new MeterId(1)).FirstByteTime!.Value.TotalSeconds;
    }

    [Fact]
    public void Telegram_in_pieces()
    {
        using var whole = new BusParts(meters: 6);
        using var pieces = new BusParts(meters: 6);
        pieces.Line.Piece = 3;

        whole.Cycles(2);
        pieces.Cycles(2);

        Assert.Equal(12, pieces.Readouts.All.Count);
        Assert.Equal(Hexes(whole), Hexes(pieces));

        static IEnumerable<string> Hexes(BusParts parts) => parts.Readouts.All.SelectMany(readout => readout.Telegrams).Select(telegram => Convert.ToHexString(telegram.Span));
    }

    [Fact]
    public async Task E5_missing()
    {
        using var parts = new BusParts(meters: 3);
        parts.Simulated.Play(new FaultScript([new ScriptedFault(FaultKind.NoConfirmation) { Meter = 2 }]));
        parts.Cycle();
        Assert.Equal([1, 2, 3], parts.Order);
        Assert.Equal([false, true, false], Enumerable.Range(1, 3).Select(number => new LearntHabits(parts.State).Of(new MeterId(number)).NeverConfirms));

        // a meter that was silent for long is found again by its telegram, since it never confirms; after a restart too
        parts.Restart();
        parts.Silence(true, 2);
        parts.Cycles(3);
        Assert.True(parts.Worker.StateOf(new MeterId(2)).IsQuarantined);
        parts.Silence(false, 2);
        parts.Cycles(4);

        Assert.True(parts.Stored(2) > 1);
        Assert.Equal(ReadoutOutcome.Read, await parts.OutcomeAsync(2, ReadoutPrecedence.Schedule));
    }

    [Fact]
    public async Task Meter_answers_one_rate_only()
    {
        using var parts = new BusParts(
            time => SimulatedBus.Create(1, [Specification(0x10000001, 1), Specification(0x20000002, 2) with { BaudRate = 300 }], time), isInstalled: false);
        var search = new SearchRun(parts.Worker, SearchRun.Begin(new SearchOptions { BaudRates = [2400, 300] }), null, parts.Time);
        await search.RunAsync(CancellationToken.None);
        Assert.Equal([2400, 300], search.Progress.Found.Select(meter => meter.BaudRate));

        await FoundMeters.AddAsync(parts.Meters, BusParts.Bus, parts.Worker.BaudRate, search.Progress.Found);
        parts.Cycles(2);

        Assert.Equal([null, 300], parts.Meters.Meters.Values.Select(meter => meter.BaudRate));
        Assert.All([1, 2], number => Assert.True(parts.Stored(number) >= 2));
        Assert.Empty(parts.Events.Codes);
    }

    [Fact]
    public void Quota_of_readouts_CI_70_code_9()
    {
        var quota = new FaultScript([new ScriptedFault(FaultKind.Quota) { Meter = 2, Count = 1, Period = TimeSpan.FromHours(1) }]);
        using var refused = new BusParts(meters: 3);
        refused.Simulated.Play(quota);
        refused.Cycles(5);

        // refused once at a quarter past, and left alone for an hour
        Assert.Equal([EventCode.ReadoutQuotaRefused], refused.Events.Codes);
        Assert.Equal([5, 1, 5], Enumerable.Range(1, 3).Select(refused.Stored));
        refused.Cycles(1);
        Assert.Equal(2, refused.Stored(2));

        using var known = new BusParts(meters: 3);
        known.Simulated.Play(quota);
        known.Change(2, meter => meter with { Readout = new MeterReadoutSettings { MinimumInterval = TimeSpan.FromHours(1) } });
        known.Cycles(24);
        Assert.Empty(known.Events.All);
        Assert.Equal([24, 6, 24], Enumerable.Range(1, 3).Select(known.Stored));
    }

    [Fact]
    public void Battery_life_no_polling_faster_than_configured()
    {
        using var parts = new BusParts(meters: 2);
        parts.Change(1, meter => meter with { Readout = new MeterReadoutSettings { MinimumInterval = TimeSpan.FromHours(1) } });
        parts.Change(2, meter => meter with { Readout = new MeterReadoutSettings { Quota = new ReadoutQuota(3, TimeSpan.FromHours(2)) } });
        for (var quarter = 0; quarter < 16; quarter++)
        {
            parts.Cycles(1);
            foreach (var precedence in Enum.GetValues<ReadoutPrecedence>())
            {
                _ = parts.Read(1, precedence);
                _ = parts.Read(2, precedence);
            }
        }

        // four hours from beginning to end, whoever asks; each selection of a meter is a readout, and there are no others
        Assert.Equal([5, 7], Enumerable.Range(1, 2).Select(parts.Stored));
        Assert.Equal([5, 7], Enumerable.Range(1, 2).Select(number => Selections(parts, number)));
        Assert.Empty(parts.Events.All);
    }

    [Fact]
    public async Task Same_secondary_address_twice()
    {
        using var parts = new BusParts(
            time => SimulatedBus.Create(
                1,
                [Specification(0x12345678, 1) with { Type = 0, FabricationNumber = 0x11111111 }, Specification(0x12345678, 2) with { Type = 0, FabricationNumber = 0x22222222 }],
                time),
            isInstalled: false);
        foreach (var number in new[] { "22222222", "11111111" })
        {
            await parts.Meters.AddAsync(Parts.MeterOf(parts.Simulated.Meters[0]) with { PrimaryAddress = null, FabricationNumber = number });
        }

        parts.Cycles(3);

        Assert.All([1, 2], number => Assert.True(parts.Stored(number) >= 3));

        // the primary address in the answer tells who it was
        Assert.All(parts.Readouts.All, readout => Assert.Equal(readout.Meter.Value == 1 ? 2 : 1, readout.Telegrams[0].Span[5]));
        Assert.Empty(parts.Events.All);
    }

    [Fact]
    public void ID_changed_by_the_customer()
    {
        using var parts = new BusParts(meters: 6);
        var (old, changed) = (parts.Meter(1).Identity!.Value.Identification, 0x99999999u);
        parts.Change(1, meter => meter with { Addressing = AddressingMode.Primary });
        parts.Cycles(2);
        parts.Simulated.Play(new FaultScript([new ScriptedFault(FaultKind.Swap) { Meter = 1, Identification = changed }]));
        parts.Cycles(4);

        // it is another meter from now on, and no reading of the one stands with the other
        Assert.Equal((1, 1), (parts.Events.Count(EventCode.MeterReplaced), parts.Events.Count(EventCode.NewMeterInstalled)));
        Assert.Equal(2, parts.Stored(1));
        Assert.True(parts.Stored(7) >= 2);
        Assert.All(
            parts.Readouts.All.Where(readout => readout.Meter.Value is 1 or 7),
            readout => Assert.Equal(readout.Meter.Value == 1 ? old : changed, Telegram.Decode(readout.Telegrams[0]).Header.Identification));
    }

    [Fact]
    public void Another_master_on_the_bus()
    {
        using var parts = new BusParts(meters: 3);
        parts.Cycles(2);
        Assert.Empty(parts.Log.Messages);
        parts.Simulated.Play(new FaultScript([new ScriptedFault(FaultKind.OtherMaster) { Meter = 2 }]));

        parts.Cycles(5);

        var message = Assert.Single(parts.Log.Messages);
        Assert.Contains(parts.Meter(2).Identity!.Value.ToString(), message, StringComparison.Ordinal);
        Assert.Contains("Look for another master", message, StringComparison.Ordinal);
        Assert.Empty(parts.Events.All);
        Assert.Equal([7, 7, 7], Enumerable.Range(1, 3).Select(parts.Stored));
    }

    private static MeterSpecification Specification(uint identification, byte address) =>
        new() { Identification = identification, PrimaryAddress = new PrimaryAddress(address) };

    private static void Read(BusParts parts, int number)
    {
        var done = parts.Read(number);
        parts.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.True(done.IsCompletedSuccessfully);
    }

    /// <summary>From now on each request brings so many faults of characters.</summary>
    private static void Spoil(BusParts parts, LineErrors errors) => parts.Line.Pause = () =>
    {
        parts.Line.LineErrors = parts.Line.LineErrors.Plus(errors);
        return Task.CompletedTask;
    };

    /// <summary>How often a meter was selected.</summary>
    private static int Selections(BusParts parts, int number)
    {
        var address = parts.Meter(number).Identity!.Value.ToBytes();
        return parts.Line.Sent.Count(frame => frame.Length > 15 && frame[6] == 0x52 && frame.AsSpan(7, 8).SequenceEqual(address));
    }
}
