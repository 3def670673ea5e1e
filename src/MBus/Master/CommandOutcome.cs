namespace MBus.Master;

/// <summary>What came of a command to a meter.</summary>
public enum CommandOutcome
{
    /// <summary>Done, and proven by reading back.</summary>
    Done,

    /// <summary>Confirmed by the meter, but its telegram does not show whether it was carried out.</summary>
    Unproven,

    /// <summary>The meter does not answer; nothing was changed as far as is known.</summary>
    NoAnswer,

    /// <summary>The meter refused with an application error (CI 70h).</summary>
    Refused,

    /// <summary>The meter answers as before: it did not carry the command out.</summary>
    NotFollowed,

    /// <summary>Another meter answers at the address that is to be set; nothing was sent.</summary>
    AddressTaken,

    /// <summary>The meter answered before the command, and answers no longer, neither as before nor as it should.</summary>
    Lost,
}
