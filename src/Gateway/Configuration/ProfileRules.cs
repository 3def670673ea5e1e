using Metering.Profiles;

namespace Gateway.Configuration;

/// <summary>
/// The value intervals in force. Not set, load profile 1 has all values, so that nothing that is kept is hidden; load profile 2 a row a day, what
/// consumption is followed by; the billing profile a row a month, what is billed. One that is no multiple of the readout interval has all values then.
/// </summary>
internal static class ProfileRules
{
    /// <summary>The least tolerance: clocks and a bus's turn take that long.</summary>
    public static readonly TimeSpan LeastTolerance = TimeSpan.FromSeconds(1);

    private static readonly ValueInterval Day = ValueInterval.Parse("1 day");
    private static readonly ValueInterval Month = ValueInterval.Parse("1 month");

    /// <summary>The rule of a profile.</summary>
    /// <param name="kind">The profile.</param>
    /// <param name="options">Checked settings.</param>
    /// <param name="zone">The zone of the marks.</param>
    public static ProfileRule Of(ProfileKind kind, GatewayOptions options, TimeZoneInfo zone) =>
        new(IntervalOf(kind, options), Options(kind, options.Profiles).Tolerance, zone);

    /// <summary>Whether every mark of a value interval is one of the readouts; a month is no multiple of a week.</summary>
    public static bool IsMultiple(ValueInterval interval, ReadoutInterval readout) => interval.Period.Ticks % readout.Period.Ticks == 0;

    /// <summary>What is wrong with the section.</summary>
    public static IEnumerable<string> Failures(GatewayOptions options) => Enum.GetValues<ProfileKind>().SelectMany(kind => Failures(kind, options));

    private static IEnumerable<string> Failures(ProfileKind kind, GatewayOptions options)
    {
        var key = $"{GatewayOptions.Section}:{nameof(GatewayOptions.Profiles)}:{kind}";
        var (text, tolerance) = (Options(kind, options.Profiles).Interval, Options(kind, options.Profiles).Tolerance);
        if (text is not null && !ValueInterval.TryParse(text, out _))
        {
            yield return $"{key}:Interval is '{text}'; give {ValueInterval.Allowed}.";
            yield break;
        }

        if (!ReadoutInterval.TryParse(options.ReadoutInterval, out var readout))
        {
            yield break;
        }

        var interval = IntervalOf(kind, options);
        if (!IsMultiple(interval, readout))
        {
            var multiples = ValueInterval.All.Where(other => IsMultiple(other, readout)).Select(other => other.Text);
            yield return $"{key}:Interval is '{text}', which is no multiple of Gateway:ReadoutInterval ({readout.Text}); give one of {string.Join(", ", multiples)}, or read the meters more often.";
        }

        if (tolerance is { } given && interval.IsAllValues)
        {
            yield return $"{key}:Tolerance is {given}, but every reading is a row of this profile; leave it out, or give {key}:Interval.";
        }
        else if (tolerance < LeastTolerance || tolerance > interval.Period)
        {
            yield return $"{key}:Tolerance is {tolerance}; give {LeastTolerance} to {interval.Period} (hours:minutes:seconds), the interval.";
        }
    }

    private static ValueInterval IntervalOf(ProfileKind kind, GatewayOptions options)
    {
        if (Options(kind, options.Profiles).Interval is { } text)
        {
            return ValueInterval.Parse(text);
        }

        var own = kind switch
        {
            ProfileKind.LoadProfile2 => Day,
            ProfileKind.Billing => Month,
            _ => ValueInterval.AllValues,
        };
        return IsMultiple(own, ReadoutInterval.Parse(options.ReadoutInterval)) ? own : ValueInterval.AllValues;
    }

    private static ProfileOptions Options(ProfileKind kind, ProfilesOptions profiles) => kind switch
    {
        ProfileKind.LoadProfile1 => profiles.LoadProfile1,
        ProfileKind.LoadProfile2 => profiles.LoadProfile2,
        _ => profiles.Billing,
    };
}
