using MBus.LevelConverter;
using MBus.Link;

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
    private readonly Random _random;
    private long _lastByte;

    internal SimulatedBus(IReadOnlyList<SimulatedMeter> meters, int seed, TimeProvider time)
    {
        Meters = meters;
        _time = time;
        _random = new Random(seed);
    }

    /// <summary>The meters, in the order of their primary addresses at the start.</summary>
    public IReadOnlyList<SimulatedMeter> Meters { get; }

    /// <summary>What goes wrong on the line.</summary>
    public Faults Faults { get; set; } = Faults.None;

    /// <summary>
    /// A bus with meters of all types in turn, at primary addresses 1, 2, 3 ...; from 26 to 28 on with one that encrypts, one
    /// with the fixed data structure and one with the short header. Only the latter two have no secondary address.
    /// </summary>
    /// <param name="seed">The same seed gives the same meters, values and faults.</param>
    /// <param name="meters">How many, 1-500; those after the 250th have the primary address 0.</param>
    /// <param name="time">The time that the values follow.</param>
    /// <param name="baudRate">The baud rate of all meters, one of <see cref="BusTiming.BaudRates"/>.</param>
    public static SimulatedBus Create(int seed, int meters, TimeProvider time, int baudRate = 2400)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(meters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(meters, MaximumMeters);
        _ = BusTiming.Serial(baudRate);
        return new SimulatedBus(Stairwell.Install(seed, meters, baudRate), seed, time);
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

    /// <summary>Takes what the master sends, in any pieces, and gives what it hears.</summary>
    /// <param name="bytes">What came on the line.</param>
    /// <param name="baudRate">The line's baud rate: meters of another one do not hear.</param>
    /// <returns>The answers in the order of time; none is silence.</returns>
    public IReadOnlyList<BusAnswer> Receive(ReadOnlySpan<byte> bytes, int baudRate)
    {
        lock (_gate)
        {
            return Take(bytes, baudRate);
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

    private List<BusAnswer> Take(ReadOnlySpan<byte> bytes, int baudRate)
    {
        if (_time.GetElapsedTime(_lastByte) > Pause)
        {
            _reader.Begin(default);
        }

        _lastByte = _time.GetTimestamp();
        var heard = new List<BusAnswer>();
        if (Faults.Echo && !bytes.IsEmpty)
        {
            heard.Add(new BusAnswer(bytes.ToArray(), TimeSpan.Zero));
        }

        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, _reader.Free.Length);
            bytes[..count].CopyTo(_reader.Free.Span);
            _reader.Received(count);
            bytes = bytes[count..];
            while (_reader.TryRead(out var request))
            {
                heard.AddRange(Answer(request, baudRate));
            }
        }

        return heard;
    }

    private List<BusAnswer> Answer(LinkFrame request, int baudRate)
    {
        if (!request.Control.FromMaster)
        {
            return [];
        }

        var now = _time.GetUtcNow().UtcDateTime;
        var answers = new List<BusAnswer>();
        foreach (var meter in Meters.Where(meter => meter.BaudRate == baudRate))
        {
            if (meter.Answer(request, now) is { } bytes && meter.Faults.Spoil(new BusAnswer(bytes, TimeSpan.Zero), _random) is { } answer)
            {
                answers.Add(answer);
            }
        }

        return OnTheLine(answers.Count > 1 ? Superposition.Of(answers, baudRate, _random) : answers);
    }

    /// <summary>What the line's own faults leave of the answers, and its noise where there is none.</summary>
    private List<BusAnswer> OnTheLine(List<BusAnswer> answers)
    {
        if (Faults == Faults.None)
        {
            return answers;
        }

        if (answers.Count == 0)
        {
            return Faults.NoiseOf(_random) is { } noise ? [new BusAnswer(noise, TimeSpan.Zero)] : [];
        }

        return [.. answers.Select(answer => Faults.Spoil(answer, _random)).OfType<BusAnswer>()];
    }
}
