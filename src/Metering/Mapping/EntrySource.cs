using MBus.Application;

namespace Metering.Mapping;

/// <summary>What gave an entry its value in one readout.</summary>
/// <param name="Key">The key of the entry that was found.</param>
/// <param name="Telegram">The place of the telegram, from 0.</param>
/// <param name="Record">The record; null where the key names none.</param>
public sealed record EntrySource(MBusKey Key, int Telegram, DataRecord? Record);
