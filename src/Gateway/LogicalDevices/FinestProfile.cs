namespace Gateway.LogicalDevices;

/// <summary>Asks for a profile anew when a reading has shown a finer scaler: the profile has it then.</summary>
internal static class FinestProfile
{
    /// <summary>Once for each of so many registers.</summary>
    public const int MostTries = 64;

    /// <summary>What is read of a profile.</summary>
    /// <param name="open">Gives the profile with what is known now.</param>
    /// <param name="read">Reads it whole; it is begun anew with each profile.</param>
    /// <exception cref="FinerScalerException">Each of so many profiles had too coarse a scaler.</exception>
    public static T Read<T>(Func<IMeterProfile> open, Func<IMeterProfile, T> read)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                return read(open());
            }
            catch (FinerScalerException) when (tries < MostTries)
            {
                // the profile has the finer scaler now
            }
        }
    }
}
