using Metering;
using Metering.Push;

namespace Gateway.Push;

/// <summary>What Push setup objects rest on.</summary>
/// <param name="Sources">The reports and what they say.</param>
/// <param name="Fire">A device's report is due; false: nobody is to have it.</param>
internal sealed record PushSetupSource(ReportSources Sources, Func<ReportKind, MeterId, bool> Fire);
