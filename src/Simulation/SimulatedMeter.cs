using MBus.Application;
using MBus.LevelConverter;
using MBus.Link;
using MBus.Master;
using Simulation.Meters;
using Simulation.Script;
using Simulation.Values;

namespace Simulation;

/// <summary>
/// One slave of a simulated bus: what it is does not change, but its primary address, its baud rate, whether it is selected, and
/// what it remembers of the conversation (EN 13757-2, 5.7; EN 13757-3, 12).
/// </summary>
public sealed class SimulatedMeter
{
    /// <summary>The bit times after which most meters answer; EN 13757-2 wants 11 to 330 and 50 ms.</summary>
    public const int TypicalResponseBits = 50;

    private const byte AlarmCi = 0x71;

    private static readonly byte Selected = PrimaryAddress.Selected.Value;
    private static readonly byte Test = PrimaryAddress.Test.Value;
    private static readonly byte Broadcast = PrimaryAddress.Broadcast.Value;
    private static readonly byte[] Ack = [LinkFrame.AckByte];

    private readonly MeterType _type;
    private readonly Seed _seed;
    private readonly TelegramSequence _telegrams;
    private bool _selected;
    private IReadOnlyList<ScriptedFault> _always = [];

    internal SimulatedMeter(MeterType type, Seed seed, uint identification, uint fabricationNumber, PrimaryAddress primaryAddress, int baudRate)
    {
        _type = type;
        _seed = seed;
        Address = new SecondaryAddress(identification, ManufacturerCode.Parse(type.Manufacturer), type.Version, new Medium(type.Medium));
        FabricationNumber = fabricationNumber;
        PrimaryAddress = primaryAddress;
        BaudRate = baudRate;
        _telegrams = new TelegramSequence(type, seed, Address, fabricationNumber);
    }

    /// <summary>The maker's name.</summary>
    public string Make => _type.Make;

    /// <summary>The name of the type.</summary>
    public string TypeName => _type.Name;

    /// <summary>Its secondary address.</summary>
    public SecondaryAddress Address { get; }

    /// <summary>Whether it can be selected by its secondary address; meters without a long header have only the primary one.</summary>
    public bool HasSecondaryAddress => _type.Header == TelegramHeaderKind.Long;

    /// <summary>The fabrication number as eight BCD digits, often equal to the identification.</summary>
    public uint FabricationNumber { get; }

    /// <summary>The AES-128 key of a meter that encrypts, else empty.</summary>
    public ReadOnlyMemory<byte> Key => _type.Key;

    /// <summary>The primary address, 0-250; a master can change it.</summary>
    public PrimaryAddress PrimaryAddress { get; private set; }

    /// <summary>The baud rate at which it hears; a master can change it.</summary>
    public int BaudRate { get; private set; }

    /// <summary>The bit times after which it answers, 11 or more.</summary>
    public int ResponseBits { get; set; } = TypicalResponseBits;

    /// <summary>What always goes wrong with its answers, whatever the bus's script says.</summary>
    public Faults Faults
    {
        get;
        set => (field, _always) = (value, value.ToScript());
    }
    = Faults.None;

    /// <summary>The same as lines of a script.</summary>
    internal IReadOnlyList<ScriptedFault> Always => _always;

    /// <summary>Whether a request is for this meter; a selection selects or deselects it.</summary>
    internal bool Hears(LinkFrame request)
    {
        if (!IsSelection(request))
        {
            return IsAddressed(request.Address);
        }

        Select(IsMeant(request.UserData.Span));
        return _selected;
    }

    /// <summary>Takes a request for its own that is not, with all that follows.</summary>
    internal void HearToo(LinkFrame request)
    {
        if (IsSelection(request))
        {
            Select(isMeant: true);
        }
    }

    /// <summary>The answer to a request that it hears, or null.</summary>
    internal byte[]? Answer(LinkFrame request, DateTime now, ActiveFaults faults)
    {
        if (faults.Strike(FaultKind.OtherMaster) is not null)
        {
            _telegrams.GoToAnother(PrimaryAddress.Value, now, faults);
        }

        var answer = (request.Control.Function, request.IsLong) switch
        {
            (0x3, true) when IsSelection(request) => Ack,
            (0x0, false) => Initialise(request.Address),
            (0x3, true) => Receive(request.ControlInformation, request.UserData.Span),
            (0xA, false) => Alarm(now),
            (0xB, false) => _telegrams.Next(request.Control, PrimaryAddress.Value, now, faults),
            _ => null,
        };
        var isSwallowed = request.Address == Broadcast || (answer == Ack && request.Control.Function is 0x0 or 0x3 && faults.Strike(FaultKind.NoConfirmation) is not null);
        return isSwallowed ? null : answer;
    }

    /// <summary>A meter of the same type in its place.</summary>
    internal SimulatedMeter Replace(uint identification, Seed seed) =>
        new(_type, seed, identification, Identifications.Fabrication(identification), PrimaryAddress, BaudRate) { ResponseBits = ResponseBits };

    /// <summary>An installer gives it another primary address.</summary>
    internal void Readdress(PrimaryAddress address) => PrimaryAddress = address;

    private static bool IsSelection(LinkFrame request) =>
        request.Address == Selected && request.ControlInformation == CommandCi.Selection && request.IsLong && request.Control.Function == 0x3;

    private bool IsAddressed(byte address) =>
        address == PrimaryAddress.Value
        || (address == Selected && _selected)
        || address == Test
        || address == Broadcast;

    /// <summary>A selection reaches the meters that it means, and deselects all others.</summary>
    private void Select(bool isMeant)
    {
        _selected = isMeant;
        if (isMeant)
        {
            _telegrams.Restart();
        }
    }

    private bool IsMeant(ReadOnlySpan<byte> data) =>
        HasSecondaryAddress && MeterSelection.TryRead(data, out var selection) && selection.Matches(new MeterSelection(Address, FabricationNumber));

    private byte[] Initialise(byte address)
    {
        _telegrams.Restart();
        _selected &= address != Selected;
        return Ack;
    }

    /// <summary>SND_UD: what is not understood is confirmed and changes nothing, as the link layer knows no content.</summary>
    private byte[] Receive(byte ci, ReadOnlySpan<byte> data)
    {
        switch (ci)
        {
            case CommandCi.ApplicationReset:
                _telegrams.Restart();
                break;
            case CommandCi.DataSend when data is [0x01, 0x7A, var address and <= 250]:
                PrimaryAddress = new PrimaryAddress(address);
                break;
            case >= CommandCi.FirstBaudRate when ci - CommandCi.FirstBaudRate < BusTiming.BaudRates.Count && data.IsEmpty:
                BaudRate = BusTiming.BaudRates[ci - CommandCi.FirstBaudRate];
                break;
        }

        return Ack;
    }

    /// <summary>REQ_UD1: the alarm, or E5 when there is none.</summary>
    private byte[] Alarm(DateTime now)
    {
        var status = new MeterInstant(_seed, FabricationNumber, now).Status;
        return status == 0 ? Ack : LinkFrame.Long(ControlField.RspUd, PrimaryAddress.Value, AlarmCi, [status]);
    }
}
