namespace Cosem.InterfaceClasses;

/// <summary>Sets the time that a clock shows.</summary>
public interface IClockAdjustment
{
    /// <summary>The period of adjust_to_measuring_period; more than zero, a quarter of an hour where nothing else is measured by.</summary>
    TimeSpan MeasuringPeriod => TimeSpan.FromMinutes(15);

    /// <summary>From now on the clock shows this moment and what follows it.</summary>
    /// <param name="moment">What time it is.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    ValueTask<DataAccessResult> SetAsync(DateTimeOffset moment, CancellationToken cancellationToken);
}
