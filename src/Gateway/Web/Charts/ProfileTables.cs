using Gateway.Api;
using Gateway.LogicalDevices;
using Metering;
using Metering.Profiles;

namespace Gateway.Web.Charts;

/// <summary>Fetches the rows of profiles for tables, the newest first, a page at a time.</summary>
internal sealed class ProfileTables(IMeterProfiles profiles, ProfileReads reads)
{
    /// <summary>Rows of a page.</summary>
    public const int RowsOfPage = 50;

    /// <summary>A page of a profile.</summary>
    /// <param name="meter">The meter.</param>
    /// <param name="kind">The profile.</param>
    /// <param name="range">The time.</param>
    /// <param name="skip">So many of the newest rows are left out.</param>
    /// <param name="cancellationToken">Ends it when nobody waits for it any more.</param>
    /// <exception cref="StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    public Task<ProfileTable> PageAsync(Meter meter, ProfileKind kind, ChartRange range, int skip, CancellationToken cancellationToken) => reads.RunAsync(
        () => FinestProfile.Read(() => profiles.Of(meter, kind), profile =>
        {
            cancellationToken.ThrowIfCancellationRequested();

            // one more, since a difference needs the row before
            var slice = profile.Newest(range.From, range.To, skip, RowsOfPage + 1);
            return new ProfileTable(profile.Columns, [.. slice.Rows.Take(RowsOfPage)], slice.Rows.ElementAtOrDefault(RowsOfPage), slice.Count);
        }),
        cancellationToken);
}
