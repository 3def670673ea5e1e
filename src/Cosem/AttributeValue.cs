namespace Cosem;

/// <summary>
/// What reading an attribute gives: data, an array whose elements are fetched while it is sent, or the reason why there is none.
/// </summary>
public readonly struct AttributeValue
{
    private readonly object? _value;
    private readonly DataAccessResult _refusal;

    private AttributeValue(object? value, DataAccessResult refusal)
    {
        _value = value;
        _refusal = refusal;
    }

    /// <summary>The data, or null.</summary>
    public CosemData? Data => _value as CosemData;

    /// <summary>The array that is fetched while it is sent, or null.</summary>
    public LazyArray? LazyArray => _value as LazyArray;

    /// <summary>success, or the reason why there is no value.</summary>
    public DataAccessResult Result => _value is null && _refusal == DataAccessResult.Success ? DataAccessResult.OtherReason : _refusal;

    /// <summary>A value.</summary>
    public static implicit operator AttributeValue(CosemData data) => new(data, DataAccessResult.Success);

    /// <summary>A value that is fetched while it is sent.</summary>
    public static implicit operator AttributeValue(LazyArray array) => new(array, DataAccessResult.Success);

    /// <summary>No value, and why.</summary>
    public static implicit operator AttributeValue(DataAccessResult refusal) => new(null, refusal);
}
