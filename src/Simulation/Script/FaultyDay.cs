using Simulation.Values;

namespace Simulation.Script;

/// <summary>
/// A script as bad days are, drawn from a seed: of the meters 5 % are dead for hours, 1 % of all answers are damaged and 1 % come too late;
/// and each of the rarer faults happens somewhere.
/// </summary>
internal sealed class FaultyDay
{
    private const double Rare = 0.01;
    private const int Permille = 1000;

    private readonly Draws _draws;
    private readonly int _meters;
    private readonly TimeSpan _duration;
    private readonly List<ScriptedFault> _faults = [];

    private FaultyDay(int seed, int meters, TimeSpan duration)
    {
        (_draws, _meters, _duration) = (new Draws(new Seed((ulong)seed).Part(-3)), meters, duration);
    }

    /// <summary>Draws it.</summary>
    public static FaultScript Draw(int seed, int meters, TimeSpan duration)
    {
        var day = new FaultyDay(seed, meters, duration);
        day.DrawAnswers();
        day.DrawMeters();
        day.DrawLine();
        return new FaultScript(day._faults);
    }

    private void DrawAnswers()
    {
        _faults.Add(new ScriptedFault(FaultKind.WrongChecksum) { Chance = Rare / 2 });
        _faults.Add(new ScriptedFault(FaultKind.LostBytes) { Chance = Rare / 4 });
        _faults.Add(new ScriptedFault(FaultKind.BreakOff) { Chance = Rare / 4, Byte = _draws.Between(1, 60) });
        _faults.Add(new ScriptedFault(FaultKind.Garble) { Chance = Rare / 4, Byte = _draws.Between(1, 60) });
        _faults.Add(new ScriptedFault(FaultKind.Late) { Chance = Rare / 2, Delay = Between(100, 3000) });
        _faults.Add(new ScriptedFault(FaultKind.Double) { Chance = Rare / 10 });
        for (var dead = 0; dead < 1 + (_meters / 20); dead++)
        {
            Add(FaultKind.Silence, permille: 500);
        }
    }

    private void DrawMeters()
    {
        for (var group = 0; group < 1 + (_meters / 50); group++)
        {
            Add(FaultKind.Late, permille: Permille, fault => fault with { Delay = Between(50, 2000) });
            Add(FaultKind.NoConfirmation, permille: Permille);
            Add(FaultKind.Busy, permille: 50);
            Add(FaultKind.EndlessTelegrams, permille: 100);
            Add(FaultKind.Quota, permille: Permille, fault => fault with { Count = _draws.Between(1, 3) });
            Add(FaultKind.OtherMaster, permille: 300, fault => fault with { Chance = 0.2 });
        }

        Add(FaultKind.Collide, permille: 10);
        _faults.Add(Once(FaultKind.Swap));
        _faults.Add(Once(FaultKind.Readdress) with { Address = (byte)(1 + _draws.Below(Math.Min(_meters, 250))) });
    }

    private void DrawLine()
    {
        foreach (var loss in Enum.GetValues<LineLoss>())
        {
            var from = Moment();
            _faults.Add(new ScriptedFault(FaultKind.CutOff) { Loss = loss, From = from, Until = from + (_duration * _draws.Between(1, 20) / Permille) });
        }

        var noisy = Moment();
        _faults.Add(new ScriptedFault(FaultKind.Unrequested)
        {
            From = noisy,
            Until = noisy + (_duration / 50),
            Period = Between(500, 5000),
            Count = _draws.Between(1, 20),
            Value = _draws.Happens(0.5) ? byte.MaxValue : null,
        });
    }

    /// <summary>A fault of one meter that lasts for a part of the time.</summary>
    private void Add(FaultKind kind, int permille, Func<ScriptedFault, ScriptedFault>? with = null)
    {
        var length = _duration * permille / Permille;
        var from = permille < Permille ? (_duration - length) * _draws.Below(Permille) / Permille : TimeSpan.Zero;
        var fault = Once(kind) with { From = from, Until = from + length };
        _faults.Add(with?.Invoke(fault) ?? fault);
    }

    private ScriptedFault Once(FaultKind kind) => new(kind) { Meter = 1 + _draws.Below(_meters), From = Moment() };

    private TimeSpan Moment() => _duration * _draws.Below(Permille) / Permille;

    private TimeSpan Between(int lowest, int highest) => TimeSpan.FromMilliseconds(_draws.Between(lowest, highest));
}
