using System.Collections.Concurrent;
using System.Net;
using Metering;
using Simulation;

namespace Gateway.Tests.Kills;

/// <summary>A simulated bus behind a TCP port of this process, so that its meters outlive the gateway. It knows what each has answered.</summary>
internal sealed class AnsweringBus : IAsyncDisposable
{
    /// <summary>The name of the bus.</summary>
    public const string Name = "cellar";

    /// <summary>The fastest: as many readouts a second as there can be.</summary>
    public const int BaudRate = 38_400;

    /// <summary>REQ_UD2.</summary>
    private const byte RequestForData = 0xB;

    private readonly SimulatedBusListener _listener;
    private readonly ConcurrentDictionary<SimulatedMeter, ConcurrentQueue<ReadOnlyMemory<byte>>> _answers = new();

    /// <summary>Begins to listen.</summary>
    public AnsweringBus(int seed, int meters)
    {
        Simulated = SimulatedBus.Create(seed, meters, TimeProvider.System, BaudRate);
        Simulated.Heard = (meter, request, answer) =>
        {
            if (request.Control.Function == RequestForData && !answer.IsEmpty)
            {
                _answers.GetOrAdd(meter, _ => new()).Enqueue(answer);
            }
        };
        _listener = SimulatedBusListener.Start(Simulated, new IPEndPoint(IPAddress.Loopback, 0), BaudRate, TimeProvider.System);
    }

    /// <summary>The meters; the first is number 1 of the store.</summary>
    public SimulatedBus Simulated { get; }

    /// <summary>The settings of a gateway that has it.</summary>
    public IEnumerable<string> Settings => [$"--Gateway:Buses:{Name}:Address=tcp://{_listener.EndPoint}", $"--Gateway:Buses:{Name}:BaudRate={BaudRate}"];

    /// <summary>The meters as an installer enters them, every other one by its primary address.</summary>
    public IEnumerable<Meter> ToInstall => Simulated.Meters.Select((meter, index) => new Meter
    {
        Name = meter.TypeName,
        Bus = Name,
        Addressing = meter.HasSecondaryAddress && index % 2 == 0 ? AddressingMode.Secondary : AddressingMode.Primary,
        PrimaryAddress = meter.PrimaryAddress,
        Identity = meter.HasSecondaryAddress ? meter.Address : null,
    });

    /// <summary>The telegrams that a meter has sent so far, in their order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> AnswersOf(MeterId meter) =>
        _answers.TryGetValue(Simulated.Meters[meter.Value - 1], out var answers) ? [.. answers] : [];

    public ValueTask DisposeAsync() => _listener.DisposeAsync();
}
