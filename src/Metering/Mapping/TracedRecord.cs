using MBus.Application;

namespace Metering.Mapping;

/// <summary>A record of a readout.</summary>
/// <param name="Telegram">The place of its telegram, from 0.</param>
/// <param name="Record">The record.</param>
public sealed record TracedRecord(int Telegram, DataRecord Record);
