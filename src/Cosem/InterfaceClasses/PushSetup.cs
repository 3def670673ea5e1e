using System.Collections.Immutable;
using System.Text;

namespace Cosem.InterfaceClasses;

/// <summary>Push setup (class 40, version 0; IEC 62056-6-2).</summary>
/// <param name="logicalName">The logical name.</param>
/// <param name="setup">What it shows, changes and does.</param>
public sealed class PushSetup(LogicalName logicalName, IPushSetup setup) : CosemObject(ClassId.PushSetup, 0, logicalName)
{
    /// <summary>The attribute send_destination_and_method.</summary>
    public const int SendDestinationAndMethod = 3;

    /// <summary>The method push.</summary>
    public const int Push = 1;

    /// <summary>How many windows communication_window takes.</summary>
    public const int MaxWindows = 16;

    private const byte Tcp = 0;
    private const byte AXdr = 0;

    private static readonly ImmutableArray<CosemAttribute> Table =
    [
        CosemAttribute.LogicalName,
        CosemAttribute.Of<PushSetup>(2, "push_object_list", static of => new CosemData.Array([.. of._setup.PushObjects.Select(item => item.ToData())])),
        Writable(SendDestinationAndMethod, "send_destination_and_method", DestinationData, WithDestination),
        Writable(4, "communication_window", static settings => new CosemData.Array([.. settings.CommunicationWindow.Select(window => window.ToData())]), WithWindows),
        Writable(5, "randomisation_start_interval", static settings => Seconds(settings.RandomisationStartInterval), static (settings, value) =>
            value is CosemData.LongUnsigned seconds
                ? (DataAccessResult.Success, settings with { RandomisationStartInterval = TimeSpan.FromSeconds(seconds.Value) })
                : (DataAccessResult.TypeUnmatched, settings)),
        Writable(6, "number_of_retries", static settings => new CosemData.Unsigned(settings.NumberOfRetries), static (settings, value) =>
            value is CosemData.Unsigned retries
                ? (DataAccessResult.Success, settings with { NumberOfRetries = retries.Value })
                : (DataAccessResult.TypeUnmatched, settings)),
        Writable(7, "repetition_delay", static settings => Seconds(settings.RepetitionDelay), static (settings, value) =>
            value is CosemData.LongUnsigned seconds
                ? (DataAccessResult.Success, settings with { RepetitionDelay = TimeSpan.FromSeconds(seconds.Value) })
                : (DataAccessResult.TypeUnmatched, settings)),
    ];

    private static readonly ImmutableArray<CosemMethod> MethodTable =
    [
        CosemMethod.Of<PushSetup>(Push, "push", static (of, data, ct) => of.PushAsync(data, ct)),
    ];

    private readonly IPushSetup _setup = setup;

    /// <inheritdoc />
    public override ImmutableArray<CosemAttribute> Attributes => Table;

    /// <inheritdoc />
    public override ImmutableArray<CosemMethod> Methods => MethodTable;

    /// <summary>
    /// It as an object of a logical device: the management client reads all, writes attributes 3 to 7 and invokes push, the public client does not see
    /// it. Attribute 3 is written by authenticated and encrypted requests only, whatever the policy: whoever could send a recorded or altered one
    /// would have the readings sent to himself.
    /// </summary>
    public LogicalDeviceObject ForManagement()
    {
        var rights = AccessRights.ReadOnly(this)
            .WithAttribute(SendDestinationAndMethod, AttributeAccess.ReadWrite, writeNeedsEncryption: true)
            .WithMethod(Push, MethodAccess.Invoke);
        return new(this, AccessRights.None, Enumerable.Range(4, 4).Aggregate(rights, (all, index) => all.WithAttribute(index, AttributeAccess.ReadWrite)));
    }

    private static CosemAttribute Writable(
        int index,
        string name,
        Func<PushSetupSettings, CosemData> get,
        Func<PushSetupSettings, CosemData, (DataAccessResult Result, PushSetupSettings Changed)> set) =>
        CosemAttribute.Of<PushSetup>(index, name, (of, _) => new(get(of._setup.Settings)), (of, value, ct) =>
        {
            var (result, _) = set(of._setup.Settings, value);
            return result == DataAccessResult.Success ? of._setup.ChangeAsync(settings => set(settings, value).Changed, ct) : new(result);
        });

    /// <summary><c>structure { enum transport_service, octet-string destination, enum message }</c>.</summary>
    private static CosemData.Structure DestinationData(PushSetupSettings settings) => new(
        new CosemData.Enum(Tcp), new CosemData.OctetString(Octets.FromAscii(settings.Destination)), new CosemData.Enum(AXdr));

    private static (DataAccessResult Result, PushSetupSettings Changed) WithDestination(PushSetupSettings settings, CosemData value)
    {
        if (value is not CosemData.Structure { Items: [CosemData.Enum transport, CosemData.OctetString destination, CosemData.Enum message] })
        {
            return (DataAccessResult.TypeUnmatched, settings);
        }

        // what it shows can be written back, also where there is no receiver yet
        var text = Encoding.Latin1.GetString(destination.Value.Span);
        return transport.Value == Tcp && message.Value == AXdr && (text == settings.Destination || PushDestination.TryParse(text, out _))
            ? (DataAccessResult.Success, settings with { Destination = text })
            : (DataAccessResult.OtherReason, settings);
    }

    private static (DataAccessResult Result, PushSetupSettings Changed) WithWindows(PushSetupSettings settings, CosemData value)
    {
        if (value is not CosemData.Array array)
        {
            return (DataAccessResult.TypeUnmatched, settings);
        }

        var windows = new List<PushWindow>();
        var isPossible = array.Items.Count <= MaxWindows;
        foreach (var item in array.Items)
        {
            if (!PushWindow.TryParse(item, out var window))
            {
                return (DataAccessResult.TypeUnmatched, settings);
            }

            isPossible &= window is not null;
            windows.Add(window.GetValueOrDefault());
        }

        return isPossible
            ? (DataAccessResult.Success, settings with { CommunicationWindow = [.. windows] })
            : (DataAccessResult.OtherReason, settings);
    }

    private static CosemData.LongUnsigned Seconds(TimeSpan time) => new((ushort)Math.Clamp(time.TotalSeconds, 0, ushort.MaxValue));

    /// <summary><c>push (data): integer(0)</c>; sent without data by some clients.</summary>
    private async ValueTask<ActionReply> PushAsync(CosemData? data, CancellationToken cancellationToken) => data switch
    {
        null or CosemData.Integer { Value: 0 } => await _setup.PushAsync(cancellationToken),
        CosemData.Integer => ActionResult.OtherReason,
        _ => ActionResult.TypeUnmatched,
    };
}
