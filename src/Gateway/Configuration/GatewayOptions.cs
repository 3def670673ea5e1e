namespace Gateway.Configuration;

/// <summary>The section <c>Gateway</c> of the settings, as a person wrote it.</summary>
internal sealed record GatewayOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Gateway";

    /// <summary>Where meters, readings, keys and mapping files are kept; relative to the current folder.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>
    /// Whether a bus of invented meters runs. Null: as long as the data directory holds no real bus and no real meter.
    /// False: never. True is the same as null, since invented values must never stand beside real ones.
    /// </summary>
    public bool? Simulation { get; init; }

    /// <summary>How many meters the simulated bus has.</summary>
    public int SimulatedMeters { get; init; } = 12;

    /// <summary>The three letters of the maker in the logical device name and the system title (FLAG id).</summary>
    public string FlagId { get; init; } = "ELV";

    /// <summary>The serial number in the logical device name, ten digits; drawn at the first start when not set.</summary>
    public string? Serial { get; init; }

    /// <summary>The time zone of clocks and schedules, an IANA or Windows id; the machine's own when not set.</summary>
    public string? TimeZone { get; init; }

    /// <summary>How often every meter is read, aligned to the wall clock: "15 min" means :00 :15 :30 :45.</summary>
    public string ReadoutInterval { get; init; } = "15 min";

    /// <summary>
    /// How long readings are kept and profiles go back, unless a group says otherwise. 400 days: a year, and a month in which a head-end can still
    /// fetch its last days.
    /// </summary>
    public string Retention { get; init; } = "400 days";

    /// <summary>A value older than this is read from the meter before it is given to a head-end. 60 s as the CMe3100.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a head-end waits for such a readout before it is given the last value; clients wait 5-30 s.</summary>
    public TimeSpan OnDemandTimeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// With less room than this on the disk of the data directory an event is told, and the service says that it is degraded, in MB; 0: never. 500 MB:
    /// what 500 meters fill in a month of readings every 15 minutes, so that somebody has a month to make room.
    /// </summary>
    public int DiskLowMegabytes { get; init; } = 500;

    /// <summary>The folder of mapping files; the shipped ones when not set.</summary>
    public string? Mappings { get; init; }

    /// <summary>The profiles of the meters.</summary>
    public ProfilesOptions Profiles { get; init; } = new();

    /// <summary>The DLMS server.</summary>
    public DlmsOptions Dlms { get; init; } = new();

    /// <summary>What is pushed, when, and to whom.</summary>
    public PushOptions Push { get; init; } = new();

    /// <summary>The page and its health checks.</summary>
    public HttpOptions Http { get; init; } = new();

    /// <summary>The groups of meters by name.</summary>
    public IReadOnlyDictionary<string, GroupOptions> Groups { get; init; } = new Dictionary<string, GroupOptions>(StringComparer.Ordinal);

    /// <summary>The buses by name.</summary>
    public IReadOnlyDictionary<string, BusOptions> Buses { get; init; } = new Dictionary<string, BusOptions>(StringComparer.Ordinal);

    /// <summary>The settings of a bus, in whatever case its name is written; null: there is none.</summary>
    public BusOptions? BusOf(string name) => Buses.FirstOrDefault(known => known.Key.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
}
