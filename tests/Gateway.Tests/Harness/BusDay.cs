using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Gateway.Readout;
using MBus.LevelConverter;
using MBus.Link;
using Metering;
using Simulation;
using Simulation.Script;
using Testing;

namespace Gateway.Tests.Harness;

/// <summary>
/// A span of a bus's life: a worker reads simulated meters over a line with the times of a real wire, every 15 minutes, while a script lets
/// things go wrong. Its clock moves only here and everything is on one thread, so that a day takes seconds and the same seed gives the same
/// day to the bit. Meters at odd places are known by their secondary address where they have one, the others by their primary one.
/// </summary>
internal sealed class BusDay : IDisposable
{
    public const string Bus = "cellar";
    public const int BaudRate = 2400;

    /// <summary>From mark to mark.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(15);

    public static readonly DateTimeOffset Start = new(2026, 3, 14, 0, 0, 0, TimeSpan.Zero);

    private readonly InMemoryWorker _parts;
    private readonly Dictionary<SimulatedMeter, List<HeardRequest>> _heard = [];

    public BusDay(int seed, int meters, FaultScript? script = null)
    {
        Simulated = SimulatedBus.Create(seed, meters, Time, BaudRate);
        Simulated.Heard = (meter, request, answer) => Note(meter, new HeardRequest(Time.GetUtcNow(), request.Control, answer));
        Installed = [.. Simulated.Meters];
        Script = script ?? FaultScript.Empty;
        _parts = new InMemoryWorker(Bus, new VirtualLine(Simulated, Time) { Timing = BusTiming.Serial(BaudRate) }, Time);
        foreach (var (index, meter) in Installed.Index())
        {
            _ = Meters.AddAsync(MeterOf(meter, bySecondary: index % 2 == 0));
        }

        Simulated.Play(Script);
        _parts.Start();
    }

    public ManualTimeProvider Time { get; } = new(Start);

    public SimulatedBus Simulated { get; }

    /// <summary>The meters that hung on the bus at first, in the order of their places; those of the store have the ids 1, 2, 3 ...</summary>
    public IReadOnlyList<SimulatedMeter> Installed { get; }

    public FaultScript Script { get; }

    public BusWorker Worker => _parts.Worker;

    public InMemoryMeterStore Meters => _parts.Meters;

    public IReadOnlyList<MeterReadout> Stored => _parts.Readouts.All;

    public RecordingEventLog Events => _parts.Events;

    public InMemoryStateStore State => _parts.State;

    public MeterKeys Keys => _parts.Keys;

    /// <summary>Are told of every readout that is stored.</summary>
    public List<IReadoutObserver> Observers => _parts.Observers;

    public RecordingLogger<BusWorker> Log => _parts.Log;

    /// <summary>The marks so far.</summary>
    public int Cycles { get; private set; }

    /// <summary>The marks at which orders were left.</summary>
    public List<DateTimeOffset> LateMarks { get; } = [];

    /// <summary>From a mark to the end of its last order.</summary>
    public TimeSpan LongestCycle { get; private set; }

    /// <summary>SHA-256 over all that was stored and reported, in hexadecimal digits.</summary>
    public string Hash()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> head = stackalloc byte[13];
        foreach (var readout in Stored)
        {
            BinaryPrimitives.WriteInt32LittleEndian(head, readout.Meter.Value);
            BinaryPrimitives.WriteInt64LittleEndian(head[4..], readout.ReadAt.UtcTicks);
            head[^1] = readout.IsComplete ? (byte)1 : (byte)0;
            hash.AppendData(head);
            foreach (var telegram in readout.Telegrams)
            {
                hash.AppendData(telegram.Span);
            }
        }

        foreach (var (code, _, source, message, at) in Events.All)
        {
            hash.AppendData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{at.UtcTicks} {(int)code} {source} {message}\n")));
        }

        return Convert.ToHexString(hash.GetHashAndReset());
    }

    /// <summary>What a meter of the bus was asked, in order.</summary>
    public IReadOnlyList<HeardRequest> HeardBy(SimulatedMeter meter) => _heard.GetValueOrDefault(meter) ?? [];

    /// <summary>All meters that ever hung on the bus and were asked something.</summary>
    public IEnumerable<SimulatedMeter> Heard => _heard.Keys;

    /// <summary>Changes a meter of the store.</summary>
    public void Change(int number, Func<Meter, Meter> change) => _ = Meters.ChangeAsync(new MeterId(number), change);

    /// <summary>Marks of the clock, and the time of an interval after each.</summary>
    /// <param name="count">How many.</param>
    /// <param name="afterMark">Is done at each mark, when its orders are given.</param>
    public void Play(int count, Action? afterMark = null)
    {
        for (var cycle = 0; cycle < count; cycle++)
        {
            var mark = Start + (Cycles * Interval);
            Time.Advance(mark - Time.GetUtcNow() is { Ticks: > 0 } left ? left : TimeSpan.Zero);
            if (Worker.QueueLength > 0)
            {
                LateMarks.Add(mark);
            }

            Cycles++;
            _parts.Cycle();
            afterMark?.Invoke();
            while (Worker.QueueLength > 0 && Time.GetUtcNow() < mark + Interval && Time.AdvanceToNext())
            {
                // the orders are carried out
            }

            LongestCycle = Time.GetUtcNow() - mark is var took && took > LongestCycle ? took : LongestCycle;
        }

        Time.Advance(Start + (Cycles * Interval) - Time.GetUtcNow() is { Ticks: > 0 } rest ? rest : TimeSpan.Zero);
    }

    public void Dispose() => _parts.Dispose();

    private static Meter MeterOf(SimulatedMeter meter, bool bySecondary) => new()
    {
        Name = meter.TypeName,
        Bus = Bus,
        Addressing = meter.HasSecondaryAddress && (bySecondary || meter.PrimaryAddress == PrimaryAddress.Unconfigured) ? AddressingMode.Secondary : AddressingMode.Primary,
        PrimaryAddress = meter.PrimaryAddress,
        Identity = meter.HasSecondaryAddress ? meter.Address : null,
    };

    private void Note(SimulatedMeter meter, HeardRequest request)
    {
        if (!_heard.TryGetValue(meter, out var requests))
        {
            _heard[meter] = requests = [];
        }

        requests.Add(request);
    }
}
