using System.Net.Sockets;
using System.Text;
using Cosem;
using Dlms.Client;
using Dlms.Security;
using Gateway.LogicalDevices;
using Gateway.Tests.Harness;
using Metering;

namespace Gateway.Tests.Kills;

/// <summary>
/// A head-end with keys that has meters read by asking for a register, and connects anew whenever the service is gone: first with a counter that it has used
/// before, which has to be refused, then with the next one, which has to be taken.
/// </summary>
internal sealed class ReadingHeadEnd(KilledGateway gateway, IReadOnlyList<Meter> meters, Told told)
{
    private const int ReadoutsOfConnection = 5;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(10);

    private readonly Dictionary<MeterId, LogicalName> _registers = [];

    /// <summary>The highest counter whose answer came.</summary>
    private uint _answered;

    /// <summary>The next counter that was never sent.</summary>
    private uint _next;

    private bool _isConnected;

    /// <summary>Uses the service until the end.</summary>
    public async Task RunAsync(CancellationToken end)
    {
        for (var turn = 0; !end.IsCancellationRequested; turn++)
        {
            try
            {
                if (!_isConnected)
                {
                    await BeginAsync(end);
                }

                await ReadAsync(meters[turn % meters.Count], end);
            }
            catch (Exception e) when (e is SocketException or IOException or ConnectionClosedException or OperationCanceledException)
            {
                // it was killed
                _isConnected = false;
                await Task.Delay(Pause, CancellationToken.None);
            }
            catch (DlmsClientException e)
            {
                told.Faults.Enqueue($"Counter {_next}, the last with an answer {_answered}: {e.Message}");
                _isConnected = false;
            }
        }
    }

    /// <summary>After a start: what was used is refused.</summary>
    private async Task BeginAsync(CancellationToken end)
    {
        await using (var everybody = await HeadEndClient.PublicAsync(gateway.DlmsPort, 1))
        {
            var shown = await everybody.ReadFrameCounterAsync(cancellationToken: end);
            if (shown < _answered)
            {
                told.Faults.Enqueue($"The frame counter shows {shown}, but {_answered} was accepted.");
            }

            _next = Math.Max(_next, shown + 1);
        }

        if (_answered > 0)
        {
            await using var replaying = await HeadEndClient.ConnectAsync(gateway.DlmsPort, OptionsOf(1, _answered));
            try
            {
                await replaying.AssociateAsync(end);
                told.Faults.Enqueue($"The counter {_answered} was taken twice.");
            }
            catch (DlmsClientException e) when (e is not ConnectionClosedException)
            {
                told.Replays++;
            }
        }

        _isConnected = true;
    }

    private async Task ReadAsync(Meter meter, CancellationToken end)
    {
        await using var client = await HeadEndClient.ConnectAsync(gateway.DlmsPort, OptionsOf(meter.LogicalDeviceAddress, _next));
        try
        {
            await client.AssociateAsync(end);
            _answered = client.NextInvocationCounter!.Value - 1;
            told.Associations++;
            if (!_registers.TryGetValue(meter.Id, out var register))
            {
                register = (await client.GetObjectListAsync(end)).FirstOrDefault(element => element.ClassId == ClassId.Register)?.LogicalName ?? default;
                if (register == default)
                {
                    return; // it was not read yet
                }

                _registers.Add(meter.Id, register);
            }

            for (var i = 0; i < ReadoutsOfConnection && !end.IsCancellationRequested; i++)
            {
                var from = DateTimeOffset.UtcNow;
                await client.GetAsync(new(ClassId.Register, register, 2), CancellationToken.None);
                var time = (CosemData.OctetString)await client.GetAsync(new(ClassId.Data, Obis.LastReadoutTime, 2), CancellationToken.None);
                _answered = client.NextInvocationCounter!.Value - 1;
                told.Add(new(meter.Id, from, DateTimeOffset.UtcNow, time.Value.ToString()));
            }

            await client.ReleaseAsync(end);
        }
        finally
        {
            _next = Math.Max(_next, client.NextInvocationCounter ?? 0);
        }
    }

    private DlmsClientOptions OptionsOf(ushort device, uint counter)
    {
        Assert.True(SystemTitle.TryParse(Encoding.ASCII.GetBytes("KIL00001"), out var title));
        return new()
        {
            ClientSap = (ushort)ClientSap.Management,
            ServerSap = device,
            Security = new(title, gateway.Keys.GlobalUnicastEncryptionKey, gateway.Keys.AuthenticationKey) { InvocationCounter = counter },
        };
    }
}
