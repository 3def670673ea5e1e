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
    private TelegramsAt? _readout;
    private int _telegram;
    private byte[]? _lastAnswer;
    private bool _lastFrameCountBit;
    private byte _accessNumber;
    private bool _selected;
    private IReadOnlyList<ScriptedFault> _always = [];
    private long _quotaPeriod = -1;
    private int _readouts;

    internal SimulatedMeter(MeterType type, Seed seed, uint identification, uint fabricationNumber, PrimaryAddress primaryAddress, int baudRate)
    {
        _type = type;
        _seed = seed;
        Address = new SecondaryAddress(identification, ManufacturerCode.Parse(type.Manufacturer), type.Version, new Medium(type.Medium));
        FabricationNumber = fabricationNumber;
        PrimaryAddress = primaryAddress;
        BaudRate = baudRate;
        _accessNumber = (byte)seed.Part(4).Below(256);
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
            BeReadByAnother(now, faults);
        }

        var answer = (request.Control.Function, request.IsLong) switch
        {
            (0x3, true) when IsSelection(request) => Ack,
            (0x0, false) => Initialise(request.Address),
            (0x3, true) => Receive(request.ControlInformation, request.UserData.Span),
            (0xA, false) => Alarm(now),
            (0xB, false) => Readout(request.Control, now, faults),
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
            ForgetFrameCount();
        }
    }

    private bool IsMeant(ReadOnlySpan<byte> data) =>
        HasSecondaryAddress && MeterSelection.TryRead(data, out var selection) && selection.Matches(new MeterSelection(Address, FabricationNumber));

    private byte[] Initialise(byte address)
    {
        ForgetFrameCount();
        _selected &= address != Selected;
        return Ack;
    }

    /// <summary>SND_UD: what is not understood is confirmed and changes nothing, as the link layer knows no content.</summary>
    private byte[] Receive(byte ci, ReadOnlySpan<byte> data)
    {
        switch (ci)
        {
            case CommandCi.ApplicationReset:
                ForgetFrameCount();
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
        var status = At(now).Status;
        return status == 0 ? Ack : LinkFrame.Long(ControlField.RspUd, PrimaryAddress.Value, AlarmCi, [status]);
    }

    /// <summary>
    /// REQ_UD2: the same telegram again when the frame count bit did not change, else the next one of the readout; after the
    /// last one a new readout begins. A request that does not use the bit gets the current telegram anew.
    /// </summary>
    private byte[] Readout(ControlField control, DateTime now, ActiveFaults faults)
    {
        if (control.FrameCountValid)
        {
            if (_lastAnswer is not null && control.FrameCountBit == _lastFrameCountBit)
            {
                return _lastAnswer;
            }

            _telegram = _lastAnswer is null ? 0 : _telegram + 1;
            _lastFrameCountBit = control.FrameCountBit;
        }

        var isEndless = faults.Strike(FaultKind.EndlessTelegrams) is not null;
        var begins = _readout is null || _telegram == 0 || (_telegram >= _readout.Count && !isEndless);
        _telegram = begins ? 0 : _telegram;
        byte[] answer;
        if (Refusal(begins, now, faults) is { } code)
        {
            answer = TelegramWriter.Refusal(PrimaryAddress.Value, code);
            _readout = null;
        }
        else
        {
            _readout = begins ? new TelegramsAt(_type, Address, At(now)) : _readout!;
            answer = _readout.Build(_telegram, PrimaryAddress.Value, ++_accessNumber, isEndless);
        }

        _lastAnswer = control.FrameCountValid ? answer : _lastAnswer;
        return answer;
    }

    /// <summary>Why no telegram is sent, or null. A quota counts readouts, not telegrams.</summary>
    private ApplicationErrorCode? Refusal(bool begins, DateTime now, ActiveFaults faults)
    {
        if (faults.Strike(FaultKind.Busy) is not null)
        {
            return ApplicationErrorCode.ApplicationBusy;
        }

        if (!begins || faults.Find(FaultKind.Quota) is not { } quota)
        {
            return null;
        }

        var period = now.Ticks / quota.Period.Ticks;
        _readouts = period == _quotaPeriod ? _readouts + 1 : 1;
        _quotaPeriod = period;
        if (_readouts <= quota.Count)
        {
            return null;
        }

        faults.Strike(FaultKind.Quota);
        return ApplicationErrorCode.TooManyReadouts;
    }

    /// <summary>Another master reads all telegrams; the frame count bit of its last request is what the meter remembers.</summary>
    private void BeReadByAnother(DateTime now, ActiveFaults faults)
    {
        ForgetFrameCount();
        for (var telegram = 0; telegram < Math.Max(1, _type.Telegrams.Length); telegram++)
        {
            Readout(ControlField.ReqUd2.WithFrameCountBit(telegram % 2 == 0), now, faults);
        }
    }

    private void ForgetFrameCount()
    {
        _lastAnswer = null;
        _telegram = 0;
    }

    private MeterInstant At(DateTime now) => new(_seed, FabricationNumber, now);
}
