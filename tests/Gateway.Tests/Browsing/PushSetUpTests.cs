using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Dlms.Push;
using Dlms.Security;
using Gateway.CommandLine.Receiving;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>A push from the empty page to values at a receiver.</summary>
[Collection(BrowsingCollection.Name)]
public class PushSetUpTests(Person person)
{
    [Fact]
    public async Task A_receiver_is_tested_a_report_switched_on_and_sent_and_the_receiver_has_it()
    {
        var page = (await person.VisitAsync()).Page;
        var (guek, gak) = await KeysAsync(page);
        using var ciphering = SecuritySuite.Suite0.CreateCiphering(Convert.FromHexString(guek), Convert.FromHexString(gak));
        await using var receiver = new Receiver(ciphering);

        page.Open("/push");
        await page.SeesAsync("Nothing is pushed yet");
        page.Fill("Host and port", "127.0.0.1:1");
        page.Press("Test the connection");
        await page.SeesAsync("refused");
        page.Fill("Host and port", receiver.Address);
        page.Press("Test the connection");
        await page.SeesAsync($"{receiver.Address} takes connections.");

        page.Press("Set up load profile 1");
        await page.SeesAsync("Load profile 1");
        page.Choose("Send this report", "yes");
        page.Fill("Receiver", receiver.Address);
        page.Fill("When", "every now and then");
        page.Press("Save");
        await page.SeesAsync("'every now and then'");
        Assert.Equal("schedule", page.Browser.Ask<string>("return document.activeElement.name"));
        page.Fill("When", "1 day");
        await page.PressAndLoadAsync("Save");
        await page.SeesAsync("every day");
        Assert.Contains(receiver.Address, page.Text, StringComparison.Ordinal);

        page.Open("/meters/1");
        await page.PressAndLoadAsync("Read now");
        page.Open("/push/LoadProfile1");
        page.Press("Send now");
        await page.SeesAsync("Sent. Rows or events delivered: ");
        var push = Assert.IsType<ProfilePush>(Assert.Single(receiver.Arrived).Body);
        Assert.NotEmpty(push.Rows);
        PageLooks.Check(page, "/push");
        Assert.Contains("rows and events in 1 notifications", page.Text, StringComparison.Ordinal);

        // the gateway falls silent while the report is under way
        page.Open("/push/LoadProfile1");
        page.Browser.Ask<object?>(
            "const real = window.fetch; window.fetch = (address, ...others) => address === '/api/v1/push' ? Promise.reject(new TypeError('silent')) : real(address, ...others)");
        page.Press("Send now");
        await page.SeesAsync("The gateway does not answer.");
        Assert.DoesNotContain("Being sent…", page.Text, StringComparison.Ordinal);

        page.Open("/push/LoadProfile1");
        await page.PressAndLoadAsync("Reset to the settings", agree: true);
        await page.SeesAsync("not sent: it is off");
    }

    private static async Task<(string Guek, string Gak)> KeysAsync(Page page)
    {
        page.Open("/settings");
        page.Fill("Your own password, once more", "not this one");
        page.Press("Show the keys");
        await page.SeesAsync("This is not your present password");
        page.Fill("Your own password, once more", BrowsedGateway.Password);
        page.Press("Show the keys");
        await page.HoldsAsync("the keys are shown", "return document.querySelector('[data-key=masterKey]').innerText !== ''");
        var keys = (KeyOf(page, "blockCipherKey"), KeyOf(page, "authenticationKey"));
        page.Open("/settings");
        Assert.Empty(KeyOf(page, "blockCipherKey"));
        return keys;
    }

    private static string KeyOf(Page page, string name) => page.Browser.Ask<string>($"return document.querySelector('[data-key={name}]').textContent");

    /// <summary>The other end, as the program's own <c>listen</c> has it.</summary>
    private sealed class Receiver : IAsyncDisposable
    {
        private readonly CancellationTokenSource _end = new();
        private readonly PushListener _listener;
        private readonly Task _running;

        public Receiver(Ciphering ciphering)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
            socket.Listen();
            _listener = new PushListener(socket, new PushReceiver(ciphering), TakeAsync, _ => { }, TimeProvider.System);
            _running = _listener.RunAsync(_end.Token, _end.Token);
        }

        public ConcurrentQueue<ArrivedPush> Arrived { get; } = [];

        public string Address => $"{_listener.EndPoint}";

        public async ValueTask DisposeAsync()
        {
            await _end.CancelAsync();
            await _running.InTimeAsync();
            _listener.Dispose();
            _end.Dispose();
        }

        private Task TakeAsync(ArrivedPush push)
        {
            Arrived.Enqueue(push);
            return Task.CompletedTask;
        }
    }
}
