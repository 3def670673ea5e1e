using MBus.Application;

namespace Simulation.Tests;

internal static class RecordList
{
    /// <summary>The records of a walk.</summary>
    public static List<DataRecord> ToList(this DataRecords records)
    {
        var list = new List<DataRecord>();
        foreach (var record in records)
        {
            list.Add(record);
        }

        return list;
    }
}
