using System.Globalization;
using System.Net;
using Gateway.Access;
using Gateway.Readout;
using Gateway.Tests.Harness;
using Simulation;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>
/// A search that takes its time: of 251 primary addresses three answer, and each of the others is waited for. While the page is looked at somebody else has
/// the bus, so that the search stands where it is, however long that takes.
/// </summary>
[Collection(BrowsingCollection.Name)]
public class SlowSearchTests(Person person)
{
    private const string Tried = "return document.querySelector('#progress progress').value";

    [Fact]
    public async Task It_is_seen_to_go_on_and_a_stop_keeps_what_was_found_and_typed()
    {
        using var data = new TemporaryFolder();
        var meters = SimulatedBus.Create(seed: 1, 3, TimeProvider.System, baudRate: 38_400);
        await using var bus = SimulatedBusListener.Start(meters, new IPEndPoint(IPAddress.Loopback, 0), 38_400, TimeProvider.System);
        await using var gateway = await RunningGateway.StartAsync(
            data, $"Gateway:Buses:cellar:Address=tcp://{bus.EndPoint}", "Gateway:Buses:cellar:BaudRate=38400", "Gateway:Buses:cellar:ExtraTimeout=00:00:00.1");
        await gateway.Get<Users>().AddAsync(BrowsedGateway.Administrator, Role.Administrator, BrowsedGateway.Password);
        var page = await person.ElsewhereAsync(gateway, BrowsedGateway.Administrator, BrowsedGateway.Password);
        var worker = gateway.Get<BusWorkers>().Find("cellar")!;
        page.Open("/meters/search");
        page.Tick("By primary address");
        var held = await HoldAsync(worker);
        await page.PressAndLoadAsync("Start the search");
        page.Browser.Ask<object?>("window.isSame = true");
        held.SetResult();
        await Eventually.HoldsAsync(() => Progress().Found.Count == 3, "three meters are found");
        held = await HoldAsync(worker);
        await page.SeesAsync("3 meters found");
        page.Fill($"Name of {meters.Meters[1].Address}", "Flat 2");
        var tried = Progress().Tried;
        held.SetResult();
        await Eventually.HoldsAsync(() => Progress().Tried > tried, "more addresses are tried");
        held = await HoldAsync(worker);
        await page.HoldsAsync("more addresses are seen to be tried", string.Create(CultureInfo.InvariantCulture, $"{Tried} > {tried}"));

        page.Press("Stop");
        await page.HoldsAsync("it has stopped", "return document.querySelector('#progress .state').innerText === 'stopped'");
        Assert.True(page.Browser.Ask<bool>("return window.isSame && document.querySelector('#progress progress') === null"));
        held.SetResult();
        Assert.Equal("Flat 2", page.Field($"Name of {meters.Meters[1].Address}").GetDomProperty("value"));
        var stopped = Progress();
        Assert.Equal((SearchStatus.Stopped, 3), (stopped.Status, stopped.Found.Count));
        page.Press("Install the chosen meters");
        await page.SeesAsync("Installed: 3.");
        await page.SeesAsync("Flat 2");

        held = await HoldAsync(worker);
        await page.PressAndLoadAsync("Go on");
        await page.SeesAsync("3 meters found");
        Assert.InRange(page.Browser.Ask<long>(Tried), stopped.Tried, 250);
        page.Press("Stop");
        await page.SeesAsync("Go on");
        held.SetResult();

        SearchProgress Progress() => gateway.Get<Searches>().Progress("cellar")!;
    }

    /// <summary>Has the bus until the result is set.</summary>
    private static async Task<TaskCompletionSource> HoldAsync(BusWorker bus)
    {
        var (has, until) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        _ = bus.UseAsync(
            async (_, stop) =>
            {
                has.SetResult();
                await until.Task.WaitAsync(stop);
                return true;
            },
            ReadoutPrecedence.Manual,
            CancellationToken.None);
        await has.Task.InTimeAsync();
        return until;
    }
}
