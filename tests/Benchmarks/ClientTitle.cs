using Dlms.Security;

namespace Benchmarks;

/// <summary>A client's system title and the invocation counter it used last; for one thread at a time.</summary>
/// <param name="title">The system title.</param>
/// <param name="counter">The counter used last.</param>
internal sealed class ClientTitle(SystemTitle title, uint counter = 0)
{
    private const ulong First = 0x4D4D4D0000000001;

    private uint _counter = counter;

    /// <summary>The system title.</summary>
    public SystemTitle Value { get; } = title;

    /// <summary>One of many.</summary>
    public static ClientTitle Of(int number, uint counter = 0) => new(new(First + (ulong)number), counter);

    /// <summary>The next counter.</summary>
    public uint Next() => ++_counter;
}
