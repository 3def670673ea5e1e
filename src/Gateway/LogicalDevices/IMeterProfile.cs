using System.Collections.Immutable;
using Cosem;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>A profile of a meter: it keeps the mapping and the columns it began with, whatever comes into force while it is read.</summary>
internal interface IMeterProfile
{
    /// <summary>The logical name of the profile.</summary>
    LogicalName LogicalName { get; }

    /// <summary>The columns after the clock, in the mapping file's order.</summary>
    ImmutableArray<ProfileColumn> Columns { get; }

    /// <summary>The same profile with some of its columns; what the others would need is not looked at.</summary>
    /// <param name="columns">Their places in <see cref="Columns"/>, each once, in the order wanted.</param>
    IMeterProfile Only(IEnumerable<int> columns);

    /// <summary>
    /// The rows of the readings that were stored after number <paramref name="after"/> and up to <paramref name="through"/>, in the order of storing:
    /// of each mark the first reading within the tolerance. Streamed.
    /// </summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    /// <exception cref="FinerScalerException">A reading needs a finer scaler than its column has; asked for anew, the profile has it.</exception>
    IEnumerable<ProfileRow> Appended(long after, long through);

    /// <summary>How many rows the readings stored after a number are; none of them is looked into.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    long CountAppended(long after);

    /// <summary>The last rows by their marks, oldest first.</summary>
    /// <param name="count">So many at most.</param>
    /// <param name="after">Of them those whose marks are later; the others are not fetched.</param>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    /// <exception cref="FinerScalerException">A reading needs a finer scaler than its column has; asked for anew, the profile has it.</exception>
    IEnumerable<ProfileRow> Latest(int count, DateTimeOffset after = default);

    /// <summary>The rows whose marks lie in a time, both ends included, oldest first; null: open. They are counted at once and streamed then.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    /// <exception cref="FinerScalerException">A reading needs a finer scaler than its column has; asked for anew, the profile has it.</exception>
    IEnumerable<ProfileRow> Between(DateTimeOffset? from, DateTimeOffset? to);

    /// <summary>The marks of the rows of a time, both ends included, oldest first; null: open. No reading is looked into. Streamed.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    IEnumerable<DateTimeOffset> Marks(DateTimeOffset? from, DateTimeOffset? to);

    /// <summary>The rows of a time whose marks are among some, oldest first; the others are not fetched. Streamed.</summary>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    /// <exception cref="FinerScalerException">A reading needs a finer scaler than its column has; asked for anew, the profile has it.</exception>
    IEnumerable<ProfileRow> At(DateTimeOffset? from, DateTimeOffset? to, IReadOnlySet<DateTimeOffset> marks);

    /// <summary>Some rows whose marks lie in a time, both ends included, counted from the newest one back; null: open.</summary>
    /// <param name="from">The first mark.</param>
    /// <param name="to">The last mark.</param>
    /// <param name="skip">So many of the newest are left out.</param>
    /// <param name="count">So many at most.</param>
    /// <exception cref="Metering.StoreException">The store could not be read.</exception>
    /// <exception cref="ForgottenReadingException">A row is no longer kept.</exception>
    /// <exception cref="FinerScalerException">A reading needs a finer scaler than its column has; asked for anew, the profile has it.</exception>
    ProfileSlice Newest(DateTimeOffset? from, DateTimeOffset? to, int skip, int count);
}
