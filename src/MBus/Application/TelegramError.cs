namespace MBus.Application;

/// <summary>What stopped the reading of a telegram, and where.</summary>
/// <param name="Code">The reason.</param>
/// <param name="Offset">Bytes from the start of the variable part to the DIF of the record that failed.</param>
public readonly record struct TelegramError(TelegramErrorCode Code, int Offset)
{
    /// <summary>The reason and the place in words.</summary>
    public override string ToString() => $"{Code.Word()} at byte {Offset} of the records";
}
