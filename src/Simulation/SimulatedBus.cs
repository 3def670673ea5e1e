using MBus.LevelConverter;
using MBus.Link;
using Simulation.Script;
using Simulation.Values;

namespace Simulation;

/// <summary>
/// Many meters behind one line, without the line: bytes in, and the bytes that the master hears (EN 13757-2). Several lines may
/// lead to it, as several masters to one bus.
/// </summary>
public sealed class SimulatedBus
{
    /// <summary>The most meters: twice the primary addresses, since meters beyond them are reached by their secondary ones.</summary>
    public const int MaximumMeters = 500;

    // A request has no pauses; what was begun and not ended before one is lost.
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly LinkFrameReader _reader = new();
    private readonly TimeProvider _time;
    private readonly SimulatedMeter[] _meters;
    private readonly Seed _seed;
    private readonly long _made;
    private ScriptPlayer _player;
    private IReadOnlyList<ScriptedFault> _always = [];
    private TimeSpan _lastByte;

    internal SimulatedBus(IReadOnlyList<SimulatedMeter> meters, int seed, TimeProvider time)
    {
        _meters = [.. meters];
        _time = time;
        _made = time.GetTimestamp();
        _seed = new Seed((ulong)seed);
        _player = new ScriptPlayer(FaultScript.Empty, _seed, _meters.Length, began: TimeSpan.Zero);
    }

    /// <summary>The meters, in the order of their places, which are counted from 1; a script may exchange them.</summary>
    public IReadOnlyList<SimulatedMeter> Meters => _meters;

    /// <summary>
    /// Is told of each request that a meter hears, with the answer that it gives before faults spoil it; empty: none. For tests that know
    /// the truth.
    /// </summary>
    public Action<SimulatedMeter, LinkFrame, ReadOnlyMemory<byte>>? Heard { get; set; }

    /// <summary>What always goes wrong on the line, whatever the script says.</summary>
    public Faults Faults
    {
        get;
        set => (field, _always) = (value, value.ToScript());
    }
    = Faults.None;

    /// <summary>How often each kind of fault has struck since the script began; kinds that never did are left out.</summary>
    public IReadOnlyDictionary<FaultKind, long> Struck
    {
        get
        {
            lock (_gate)
            {
                return FaultRule.All.Where(rule => _player.Struck[(int)rule.Kind] > 0).ToDictionary(rule => rule.Kind, rule => _player.Struck[(int)rule.Kind]);
            }
        }
    }

    /// <summary>The time since the bus was made.</summary>
    internal TimeSpan Now => _time.GetElapsedTime(_made);

    /// <summary>What is left to chance on a wire.</summary>
    internal Draws WireDraws => new(_seed.Part(-1));

    /// <summary>
    /// A bus with meters of all types in turn, at primary addresses 1, 2, 3 ...; from 26 to 28 on with one that encrypts, one
    /// with the fixed data structure and one with the short header. Only the latter two have no secondary address.
    /// </summary>
    /// <param name="seed">The same seed gives the same meters, values and faults.</param>
    /// <param name="meters">How many, 1-500; those after the 250th have the primary address 0.</param>
    /// <param name="time">The time that the values follow.</param>
    /// <param name="baudRate">The baud rate of all meters, one of <see cref="BusTiming.BaudRates"/>.</param>
    public static SimulatedBus Create(int seed, int meters, TimeProvider time, int baudRate = 2400) => Create(seed, meters, time, [baudRate]);

    /// <summary>The same with meters of several baud rates.</summary>
    /// <param name="seed">The same seed gives the same meters, values and faults.</param>
    /// <param name="meters">How many, 1-500; those after the 250th have the primary address 0.</param>
    /// <param name="time">The time that the values follow.</param>
    /// <param name="baudRates">The baud rates that meters have in turn, each one of <see cref="BusTiming.BaudRates"/>.</param>
    public static SimulatedBus Create(int seed, int meters, TimeProvider time, IReadOnlyList<int> baudRates)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(meters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(meters, MaximumMeters);
        foreach (var baudRate in baudRates)
        {
            _ = BusTiming.Serial(baudRate);
        }

        return new SimulatedBus(Stairwell.Install(seed, meters, baudRates), seed, time);
    }

    /// <summary>A bus with the meters that are asked for.</summary>
    /// <param name="seed">The same seed gives the same values and faults.</param>
    /// <param name="meters">The meters, 1-500, whatever addresses they share.</param>
    /// <param name="time">The time that the values follow.</param>
    public static SimulatedBus Create(int seed, IReadOnlyList<MeterSpecification> meters, TimeProvider time) =>
        Create(Stairwell.Install(seed, meters), seed, time);

    /// <summary>A bus with these meters.</summary>
    /// <param name="meters">The meters, 1-500, whatever addresses they share.</param>
    /// <param name="seed">The same seed gives the same faults.</param>
    /// <param name="time">The time that the values follow.</param>
    public static SimulatedBus Create(IReadOnlyList<SimulatedMeter> meters, int seed, TimeProvider time)
    {
        return meters.Count is >= 1 and <= MaximumMeters
            ? new SimulatedBus(meters, seed, time)
            : throw new ArgumentOutOfRangeException(nameof(meters), meters.Count, $"A bus has 1 to {MaximumMeters} meters.");
    }

    /// <summary>Begins a script, in place of the one before.</summary>
    /// <exception cref="ArgumentException">It speaks of a meter that is not there.</exception>
    public void Play(FaultScript script)
    {
        if (script.LastMeter > _meters.Length)
        {
            throw new ArgumentException($"The script speaks of meter {script.LastMeter}; the bus has {_meters.Length}.", nameof(script));
        }

        lock (_gate)
        {
            _player = new ScriptPlayer(script, _seed, _meters.Length, Now);
        }
    }

    /// <summary>Takes what the master sends, in any pieces, and gives what it hears.</summary>
    /// <param name="bytes">What came on the line.</param>
    /// <param name="baudRate">The line's baud rate: meters of another one do not hear, and at one that no meter knows nobody does.</param>
    /// <returns>The answers in the order of time; none is silence.</returns>
    public IReadOnlyList<BusAnswer> Receive(ReadOnlySpan<byte> bytes, int baudRate)
    {
        lock (_gate)
        {
            return BusTiming.BaudRates.Contains(baudRate) ? Take(bytes, BusTiming.Serial(baudRate)) : [];
        }
    }

    /// <summary>Forgets a request that was begun: the line was opened anew.</summary>
    public void Forget()
    {
        lock (_gate)
        {
            _reader.Begin(default);
        }
    }

    /// <summary>What happens on the line by itself.</summary>
    internal LineFaults Line => _player.Line;

    /// <summary>Is cancelled when the way to the bus is cut off and one can tell.</summary>
    internal CancellationTokenSource SourceOfCut(TimeProvider time)
    {
        var now = Now;
        // A timer knows no longer time.
        return Line.CutAfter(now, orSilent: false) - now is { TotalDays: < 40 } left ? new CancellationTokenSource(left, time) : new CancellationTokenSource();
    }

    /// <summary>A fault of the line made a difference.</summary>
    internal void Strike(FaultKind kind)
    {
        lock (_gate)
        {
            _player.Strike(kind);
        }
    }

    private List<BusAnswer> Take(ReadOnlySpan<byte> bytes, BusTiming timing)
    {
        var now = Now;
        if (now - _lastByte > Pause || Line.CutAt(now) is not null)
        {
            _reader.Begin(default);
        }

        _lastByte = now;
        var heard = new List<BusAnswer>();
        if (Line.CutAt(now) is not null)
        {
            _player.Strike(FaultKind.CutOff);
            return heard;
        }

        if (!bytes.IsEmpty && (Faults.Echo || Line.Echoes(now)))
        {
            _player.Strike(FaultKind.Echo);
            heard.Add(new BusAnswer(bytes.ToArray(), TimeSpan.Zero, -BusTiming.BitsPerCharacter * bytes.Length));
        }

        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, _reader.Free.Length);
            bytes[..count].CopyTo(_reader.Free.Span);
            _reader.Received(count);
            bytes = bytes[count..];
            while (_reader.TryRead(out var request))
            {
                heard.AddRange(Answer(request, timing, now));
            }
        }

        return heard;
    }

    private List<BusAnswer> Answer(LinkFrame request, BusTiming timing, TimeSpan now)
    {
        if (!request.Control.FromMaster)
        {
            return [];
        }

        while (_player.NextOnce(now) is { } fault)
        {
            Change(fault);
        }

        var line = _player.OfRequest(0, now, _always);
        var clock = _time.GetUtcNow().UtcDateTime;
        var answers = new List<BusAnswer>();
        for (var place = 1; place <= _meters.Length; place++)
        {
            var meter = _meters[place - 1];
            if (meter.BaudRate != timing.BaudRate || !Hears(meter, place, request, now))
            {
                continue;
            }

            var faults = _player.OfRequest(place, now, meter.Always);
            var given = meter.Answer(request, clock, faults);
            Heard?.Invoke(meter, request, given);
            if (given is { } bytes)
            {
                answers.AddRange(faults.Spoil(new BusAnswer(bytes, TimeSpan.Zero, meter.ResponseBits), timing));
            }
        }

        return OnTheLine(answers.Count > 1 ? Superposition.Of(answers, timing, line.Draws) : answers, line, timing);
    }

    private bool Hears(SimulatedMeter meter, int place, LinkFrame request, TimeSpan now)
    {
        if (meter.Hears(request))
        {
            return true;
        }

        var collides = _player.Collides(place, now);
        if (collides)
        {
            meter.HearToo(request);
        }

        return collides;
    }

    /// <summary>What happens once.</summary>
    private void Change(ScriptedFault fault)
    {
        var index = fault.Meter!.Value - 1;
        if (fault.Kind == FaultKind.Readdress)
        {
            _meters[index].Readdress(new PrimaryAddress(fault.Address));
            return;
        }

        var part = _seed.Part(-4 - index).Part(fault.From.Ticks);
        _meters[index] = _meters[index].Replace(fault.Identification ?? Identifications.Digits(part.Below(Identifications.Numbers)), part);
    }

    /// <summary>What the line's own faults leave of the answers, and its noise where there is none.</summary>
    private static List<BusAnswer> OnTheLine(List<BusAnswer> answers, ActiveFaults line, BusTiming timing) => answers.Count == 0
        ? line.Find(FaultKind.Noise) is null ? [] : [.. line.Spoil(new BusAnswer(default, TimeSpan.Zero), timing)]
        : [.. answers.SelectMany(answer => line.Spoil(answer, timing))];
}
