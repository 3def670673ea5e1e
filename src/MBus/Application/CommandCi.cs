namespace MBus.Application;

/// <summary>CI fields of what a master sends (EN 13757-3, table 2; the baud rates EN 13757-2).</summary>
public static class CommandCi
{
    /// <summary>Application reset; a subcode may follow.</summary>
    public const byte ApplicationReset = 0x50;

    /// <summary>Data send: records without a header follow.</summary>
    public const byte DataSend = 0x51;

    /// <summary>Selection of a slave by its secondary address, which follows.</summary>
    public const byte Selection = 0x52;

    /// <summary>Answer from now on at the first of <see cref="LevelConverter.BusTiming.BaudRates"/>; the next CI fields are the other rates.</summary>
    public const byte FirstBaudRate = 0xB8;
}
