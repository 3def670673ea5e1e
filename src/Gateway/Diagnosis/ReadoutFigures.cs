using MBus.Application;
using MBus.Master;

namespace Gateway.Diagnosis;

/// <summary>What became of the readouts since the start, of one meter or of a whole bus.</summary>
internal sealed record ReadoutFigures
{
    /// <summary>Readouts that were tried.</summary>
    public required long Readouts { get; init; }

    /// <summary>Those that brought all that the meter has to say.</summary>
    public required long Complete { get; init; }

    /// <summary>Those that did not, by the reason.</summary>
    public required IReadOnlyDictionary<ReadoutFault, long> Faults { get; init; }

    /// <summary>Refusals of meters, by their code; codes that the standard does not name count as reserved.</summary>
    public required IReadOnlyDictionary<ApplicationErrorCode, long> ApplicationErrors { get; init; }

    /// <summary>Telegrams received and kept.</summary>
    public required long Telegrams { get; init; }

    /// <summary>REQ_UD2 sent, repeats included.</summary>
    public required long Requests { get; init; }

    /// <summary>Requests without an answer.</summary>
    public required long Silent { get; init; }

    /// <summary>Requests to which bytes came that are no frame.</summary>
    public required long Damaged { get; init; }

    /// <summary>Requests that another meter answered.</summary>
    public required long Foreign { get; init; }

    /// <summary>Readouts that were not complete, as a part of all (0 to 1), over the last 24 h; null: none was tried.</summary>
    public required double? ErrorRate { get; init; }

    /// <summary>Response times; null: no answer was timed.</summary>
    public required ResponseTimeFigures? ResponseTimes { get; init; }
}
