using System.Numerics;
using MBus.LevelConverter;
using Simulation.Values;

namespace Simulation;

/// <summary>
/// What a level converter makes of answers that fall together. A slave sends 0 by drawing current, so where two begin at the
/// same time the zeros of both arrive, the parity bits' too; equal answers pass as one. Where they begin at different times
/// the bits are out of step and nothing of the common part is right.
/// </summary>
internal static class Superposition
{
    /// <summary>The answers as the master hears them, in the order of time.</summary>
    /// <param name="answers">What the meters send.</param>
    /// <param name="timing">Says how long a character takes.</param>
    /// <param name="draws">What bits out of step look like.</param>
    public static List<BusAnswer> Of(IEnumerable<BusAnswer> answers, BusTiming timing, Draws draws)
    {
        var heard = new List<BusAnswer>();
        foreach (var answer in answers.OrderBy(answer => answer.Begin(timing)))
        {
            if (heard is [.., var last] && answer.Begin(timing) < last.End(timing))
            {
                var begun = (int)((answer.Begin(timing) - last.Begin(timing)) / timing.WireTime(1));
                var bytes = answer.Begin(timing) == last.Begin(timing)
                    ? InStep(last.Bytes.Span, answer.Bytes.Span)
                    : OutOfStep(last.Bytes.Span, answer.Bytes.Span, begun, draws);
                heard[^1] = last with { Bytes = bytes };
            }
            else
            {
                heard.Add(answer);
            }
        }

        return heard;
    }

    private static byte[] InStep(ReadOnlySpan<byte> one, ReadOnlySpan<byte> other)
    {
        var sum = (one.Length > other.Length ? one : other).ToArray();
        for (var i = 0; i < Math.Min(one.Length, other.Length); i++)
        {
            var both = (byte)(one[i] & other[i]);
            // A serial port gives 00 for a character with a parity error.
            sum[i] = Parity(both) == (Parity(one[i]) & Parity(other[i])) ? both : (byte)0;
        }

        return sum;
    }

    /// <summary>Two that begin at different times: what the first sent alone is right.</summary>
    public static byte[] OutOfStep(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, int begun, Draws draws)
    {
        var sum = draws.Bytes(Math.Max(first.Length, begun + second.Length));
        first[..begun].CopyTo(sum);
        return sum;
    }

    private static int Parity(byte character) => BitOperations.PopCount(character) & 1;
}
