using MBus.Master;
using Metering;

namespace Gateway.Readout;

/// <summary>
/// Tells the bus's faults from those of its meters. A meter that does not answer is only suspected until another one has answered after it;
/// when none answers any more it is the bus. Bytes that nobody asked for are the bus's too: one damaged meter can flood it.
/// </summary>
/// <param name="isNoisy">Whether it was noisy when it was looked at last.</param>
internal sealed class BusHealth(bool isNoisy = false)
{
    /// <summary>Dead neighbours are met in pairs; with three the bus is worth a closer look.</summary>
    private const int FewestSilent = 3;

    /// <summary>Bytes in so many of the last sixteen looks, one a second on an idle bus, are noise: a late answer is over within one or two.</summary>
    private const int NoisyListens = 3;

    /// <summary>So many quiet ones in a row end it.</summary>
    private const int QuietListens = 10;

    private readonly List<Suspicion> _suspicions = [];
    private MeterId? _lastAnswer;

    /// <summary>The last sixteen looks, a bit for each in which bytes came.</summary>
    private ushort _noisy;
    private int _quiet;

    /// <summary>Whether no meter answers.</summary>
    public bool AllMetersSilent { get; private set; }

    /// <summary>Whether bytes come while nothing is asked.</summary>
    public bool IsNoisy { get; private set; } = isNoisy;

    /// <summary>The meters that did not answer since another one did.</summary>
    public IReadOnlySet<MeterId> Suspects => _suspicions.Select(suspicion => suspicion.Meter.Id).ToHashSet();

    /// <summary>A meter did not answer. Twice is remembered, which is what a quarantine asks for; no more, however long no other one is asked.</summary>
    public void Silent(Meter meter, ReadoutFault fault)
    {
        if (_suspicions.Count(suspicion => suspicion.Meter.Id == meter.Id) < 2)
        {
            _suspicions.Add(new Suspicion(meter, fault));
        }
    }

    /// <summary>A meter answered: the bus works, at least as far as it.</summary>
    /// <returns>The other meters' faults that are proven by it; none on a noisy bus, where no meter is blamed.</returns>
    public IReadOnlyList<Suspicion> Answered(MeterId meter)
    {
        List<Suspicion> proven = IsNoisy ? [] : [.. _suspicions.Where(suspicion => suspicion.Meter.Id != meter)];
        _suspicions.Clear();
        (AllMetersSilent, _lastAnswer) = (false, meter);
        return proven;
    }

    /// <summary>
    /// All that were to be read are done. Who kept silent after another one had answered is told now, since with a long interval nobody
    /// answers after it for a day.
    /// </summary>
    /// <returns>The faults that are taken for proven.</returns>
    public IReadOnlyList<Suspicion> NobodyElseIsAsked()
    {
        if (_lastAnswer is not { } witness)
        {
            return [];
        }

        _lastAnswer = null;
        List<Suspicion> proven = IsNoisy ? [] : [.. _suspicions.Where(suspicion => suspicion.Meter.Id != witness)];
        _suspicions.RemoveAll(proven.Contains);
        return proven;
    }

    /// <summary>The only meter that could answer did not: there is no other one to ask, and it is told as its fault.</summary>
    public IReadOnlyList<Suspicion> NobodyElseCouldAnswer()
    {
        List<Suspicion> proven = IsNoisy ? [] : [.. _suspicions];
        _suspicions.Clear();
        return proven;
    }

    /// <summary>Whether all that were tried since the last answer are silent, and enough of them to look at the bus.</summary>
    /// <param name="expected">How many meters of the bus are expected to answer.</param>
    public bool IsSuspicious(int expected) => !AllMetersSilent && expected >= 2 && Suspects.Count >= Math.Min(FewestSilent, expected);

    /// <summary>Others were asked too: it is the bus.</summary>
    public void DeclareSilent()
    {
        AllMetersSilent = true;
        _suspicions.Clear();
    }

    /// <summary>The line failed: what was seen on it says nothing of meters.</summary>
    public void LineFailed()
    {
        _suspicions.Clear();
        _lastAnswer = null;
    }

    /// <summary>It was listened, for a second or so, with nothing asked.</summary>
    /// <param name="bytes">How many bytes came.</param>
    /// <returns>Whether the bus became noisy by it, or quiet again.</returns>
    public bool Heard(int bytes)
    {
        _noisy = (ushort)((_noisy << 1) | (bytes > 0 ? 1 : 0));
        _quiet = bytes > 0 ? 0 : _quiet + 1;
        if (IsNoisy ? _quiet < QuietListens : ushort.PopCount(_noisy) < NoisyListens)
        {
            return false;
        }

        IsNoisy = !IsNoisy;
        _noisy = 0;
        return true;
    }
}
