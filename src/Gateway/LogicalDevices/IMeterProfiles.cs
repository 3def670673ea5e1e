using Metering;
using Metering.Profiles;

namespace Gateway.LogicalDevices;

/// <summary>The profiles of meters as views over the kept readings, for head-ends that read them and reports that send them.</summary>
internal interface IMeterProfiles
{
    /// <summary>A profile of a meter under the mapping that is in force now.</summary>
    IMeterProfile Of(Meter meter, ProfileKind kind);
}
