using System.Collections.Immutable;
using Cosem;

namespace Metering.Mapping;

/// <summary>One entry of a mapping file: which value of the meter becomes which object.</summary>
public sealed record MappingEntry
{
    /// <summary>dlmsObisCode.</summary>
    public required LogicalName LogicalName { get; init; }

    /// <summary>mbusDescriptionLong: what its author calls it, for people alone; empty where he does not.</summary>
    public string Description { get; init; } = "";

    /// <summary>dlmsClass: Data, Register, ExtendedRegister, Clock or ProfileGeneric; the last is not served.</summary>
    public required ClassId Class { get; init; }

    /// <summary>mbusKeys: alternatives, the first that the telegrams hold gives the value.</summary>
    public required ImmutableArray<MBusKey> Keys { get; init; }

    /// <summary>dlmsDataType; NullData: the narrowest that fits.</summary>
    public DataType DataType { get; init; }

    /// <summary>dlmsScaler: the power of ten of the register's value, as long as the record is not finer.</summary>
    public sbyte Scaler { get; init; }

    /// <summary>dlmsUnit; null (0 in the file): the record's own.</summary>
    public Unit? Unit { get; init; }

    /// <summary>dlmsDefaultValue, as the data type says; null for none.</summary>
    public CosemData? Default { get; init; }

    /// <summary>includeInPush: whether reports carry the object.</summary>
    public bool IsPushed { get; init; } = true;

    /// <summary>mbusTelegram: 0 for the first that holds a key, else only the telegram of this number, from 1.</summary>
    public int Telegram { get; init; }

    /// <summary>Whether head-ends see the object at all.</summary>
    public bool IsServed => Class != ClassId.ProfileGeneric;
}
