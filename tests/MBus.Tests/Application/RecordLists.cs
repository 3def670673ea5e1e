using MBus.Application;

namespace MBus.Tests.Application;

/// <summary>Records as lists, for comparing.</summary>
internal static class RecordLists
{
    public static List<DataRecord> ToList(this DataRecords records)
    {
        var list = new List<DataRecord>();
        foreach (var record in records)
        {
            list.Add(record);
        }

        return list;
    }

    public static List<string?> Values(this Telegram telegram) => [.. telegram.Records.ToList().Select(record => record.ValueText)];
}
