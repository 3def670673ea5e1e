using Gateway.Api;
using Gateway.Configuration;
using Gateway.LogicalDevices;
using Gateway.Readout;
using Metering;
using Metering.Profiles;

namespace Gateway.Web.Charts;

/// <summary>Makes charts of profiles. Their readings are walked once and none is held, so that a chart of years needs time and no memory.</summary>
internal sealed class ProfileCharts(IMeterProfiles profiles, ProfileReads reads, GatewayOptions options, Installation installation)
{
    /// <summary>The registers that a profile of a meter has: what can be drawn.</summary>
    public IReadOnlyList<ProfileColumn> Registers(Meter meter, ProfileKind kind) => [.. profiles.Of(meter, kind).Columns.Where(column => column.ScalerUnit is not null)];

    /// <summary>Which rows of a profile of a meter are missing.</summary>
    public GapRule GapsOf(Meter meter, ProfileKind kind) =>
        new(ProfileRules.Of(kind, options, installation.Zone).Interval, ReadoutIntervals.Of(meter, options).Period, installation.Zone);

    /// <summary>Draws a register over a time.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="kind">The profile.</param>
    /// <param name="register">One of its registers.</param>
    /// <param name="range">The time.</param>
    /// <param name="differences">Whether to draw the differences from row to row.</param>
    /// <param name="cancellationToken">Ends it when nobody waits for it any more.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    public Task<Chart> DrawAsync(Meter meter, ProfileKind kind, ProfileColumn register, ChartRange range, bool differences, CancellationToken cancellationToken) =>
        reads.RunAsync(() => Draw(meter, kind, register, range, differences, cancellationToken), cancellationToken);

    private Chart Draw(Meter meter, ProfileKind kind, ProfileColumn register, ChartRange range, bool differences, CancellationToken cancellationToken)
    {
        var (columns, gaps, unit) = (new ChartColumns(range), GapsOf(meter, kind), ShownUnit.Of(register.ScalerUnit));
        var (count, missing) = (0, 0);
        ChartPoint? first = null, last = null;
        var isBroken = false;
        var sample = !differences && Accumulators.Has(register.ScalerUnit) ? ChartSample.Of(Only(meter, kind, register).Marks(range.From, range.To), range, gaps, cancellationToken) : null;
        var rows = ProfileReader.Rows(() => Only(meter, kind, register), (profile, from) => sample is null ? profile.Between(from, range.To) : profile.At(from, range.To, sample.Marks), range.From);
        foreach (var (profile, row) in rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (profile.Columns is not [var column] || ExactValue.Of(row.Cells[0], column.ScalerUnit?.Scaler ?? 0) is not { } value)
            {
                isBroken = true;
                continue;
            }

            var point = new ChartPoint(row.Mark, row.Mark, value with { Exponent = value.Exponent - unit.Shift });
            isBroken |= last is { } before && (sample?.IsAfterGap(point.At) ?? gaps.IsBetween(before.At, point.At));
            if (isBroken)
            {
                columns.Break();
                missing += last is null ? 0 : 1;
            }

            var shown = !differences ? point : !isBroken && last is { } former && value.Minus(former.Value) is { } difference ? new ChartPoint(former.At, point.At, difference) : (ChartPoint?)null;
            if (shown is { } add)
            {
                columns.Add(add);
                count++;
            }

            (first, last, isBroken) = (first ?? point, point, false);
        }

        return new Chart
        {
            Obis = register.CaptureObject.LogicalName.ToString(),
            Unit = unit.Text ?? "",
            Range = range,
            HasDifferences = differences,
            Columns = [.. columns.Filled],
            Count = sample?.Count ?? count,
            Gaps = sample?.Gaps ?? missing,
            IsSampled = sample is not null,
            First = first,
            Last = last,
        };
    }

    /// <summary>The profile with one of its columns; with none when the mapping that is in force now does not have it any more.</summary>
    private IMeterProfile Only(Meter meter, ProfileKind kind, ProfileColumn register)
    {
        var whole = profiles.Of(meter, kind);
        return whole.Only(Enumerable.Range(0, whole.Columns.Length).Where(i => whole.Columns[i].CaptureObject == register.CaptureObject).Take(1));
    }
}
