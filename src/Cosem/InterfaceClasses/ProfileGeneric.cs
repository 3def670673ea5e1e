using System.Collections.Immutable;

namespace Cosem.InterfaceClasses;

/// <summary>Profile generic (class 7, version 1; IEC 62056-6-2), sorted first in, first out by its first column, the clock.</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="captureObjects">The columns; the first is the clock's time.</param>
/// <param name="capturePeriod">Between two rows; zero when rows come by events or by months.</param>
/// <param name="zone">The zone that times without a deviation are local to.</param>
/// <param name="source">The rows.</param>
public sealed class ProfileGeneric(
    LogicalName logicalName, ImmutableArray<CaptureObject> captureObjects, TimeSpan capturePeriod, TimeZoneInfo zone, IProfileSource source)
    : CosemObject(ClassId.ProfileGeneric, 1, logicalName)
{
    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<ProfileGeneric>(
            2, "buffer", [RangeDescriptor.Selector, EntryDescriptor.Selector], static (of, access, ct) => of.BufferAsync(access, ct)),
        CosemAttribute.Of<ProfileGeneric>(3, "capture_objects", static of => of.CaptureObjects),
        CosemAttribute.Of<ProfileGeneric>(4, "capture_period", static of => new CosemData.DoubleLongUnsigned((uint)of._capturePeriod.TotalSeconds)),
        CosemAttribute.Of<ProfileGeneric>(5, "sort_method", static _ => new CosemData.Enum(1)),
        CosemAttribute.Of<ProfileGeneric>(6, "sort_object", static of => of._captureObjects[0].ToData()),
        CosemAttribute.Of<ProfileGeneric>(7, "entries_in_use", static (of, ct) => of.EntriesInUseAsync(ct)),
        CosemAttribute.Of<ProfileGeneric>(8, "profile_entries", static (of, ct) => of.ProfileEntriesAsync(ct)),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.NotInvokable(1, "reset"),
        CosemMethod.NotInvokable(2, "capture"),
    ];

    private readonly ImmutableArray<CaptureObject> _captureObjects = captureObjects;
    private readonly TimeSpan _capturePeriod = capturePeriod;
    private readonly IProfileSource _source = source;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    private CosemData CaptureObjects => new CosemData.Array([.. _captureObjects.Select(column => column.ToData())]);

    private async ValueTask<AttributeValue> EntriesInUseAsync(CancellationToken cancellationToken) =>
        new CosemData.DoubleLongUnsigned((uint)(await _source.SelectAsync(null, null, cancellationToken)).Count);

    /// <summary>Readings beside the schedule are rows too where all values are: a buffer never holds more than it can.</summary>
    private async ValueTask<AttributeValue> ProfileEntriesAsync(CancellationToken cancellationToken) =>
        new CosemData.DoubleLongUnsigned(Math.Max(_source.ProfileEntries, (uint)(await _source.SelectAsync(null, null, cancellationToken)).Count));

    private async ValueTask<AttributeValue> BufferAsync(SelectiveAccess? access, CancellationToken cancellationToken)
    {
        switch (access)
        {
            case null:
                return Whole(await _source.SelectAsync(null, null, cancellationToken), columns: null);
            case { Selector: RangeDescriptor.Selector } when RangeDescriptor.TryParse(access.Parameters, out var range):
                return await RangeAsync(range, cancellationToken);
            case { Selector: EntryDescriptor.Selector } when EntryDescriptor.TryParse(access.Parameters, out var entries):
                var rows = await _source.SelectAsync(null, null, cancellationToken);
                return ProfileSelection.Of(entries, rows.Count, _captureObjects.Length).From(rows);
            default:
                return DataAccessResult.TypeUnmatched;
        }
    }

    private async ValueTask<AttributeValue> RangeAsync(RangeDescriptor range, CancellationToken cancellationToken)
    {
        if (!ProfileSelection.TryFindColumns(range.Columns, _captureObjects, out var columns)
            || !RangeLimits.TryFirst(range.From, zone, out var from)
            || !RangeLimits.TryLast(range.To, zone, out var to))
        {
            return DataAccessResult.TypeUnmatched;
        }

        return from > to ? new CosemData.Array() : Whole(await _source.SelectAsync(from, to, cancellationToken), columns);
    }

    private static AttributeValue Whole(IProfileRows rows, IReadOnlyList<int>? columns) => new ProfileSelection(0, rows.Count, columns).From(rows);
}
