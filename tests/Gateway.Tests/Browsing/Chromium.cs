using OpenQA.Selenium;
using OpenQA.Selenium.Chrome;

namespace Gateway.Tests.Browsing;

/// <summary>Chromium without a window, as the machine has it; the tests bring none. It starts when it is needed first.</summary>
internal sealed class Chromium : IDisposable
{
    private const string Browser = "/usr/bin/chromium";
    private const string Driver = "/usr/bin/chromedriver";

    /// <summary>What keeps it from the network and from whatever else is none of a test's.</summary>
    private static readonly string[] Arguments =
    [
        "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--disable-component-update", "--disable-sync",
        "--disable-dev-shm-usage",
    ];

    private ChromeDriver? _driver;

    /// <summary>Drives it; where it is missing the test is skipped.</summary>
    public IWebDriver Web => Running;

    private ChromeDriver Running => _driver ??= Start();

    /// <summary>What pages did wrong in the browser's eyes since it was asked last: blocked by their policy, not found, thrown by a module.</summary>
    public IReadOnlyList<string> Complaints() => [.. Running.Manage().Logs.GetLog(LogType.Browser).Select(entry => entry.Message)];

    /// <summary>Takes the size of a screen and its colours.</summary>
    /// <param name="width">In CSS pixels: 360 a phone, 1280 a desktop.</param>
    /// <param name="dark">Whether its user likes it dark; nobody likes motion, so that colours are at once what they become.</param>
    public void Show(int width, bool dark) => Show(Running, width, dark);

    /// <summary>Runs a function in the page.</summary>
    public T Ask<T>(string script, params object[] arguments) => (T)Running.ExecuteScript(script, arguments)!;

    /// <summary>Runs a function that answers later, by calling its last argument.</summary>
    public T AskLater<T>(string script, params object[] arguments) => (T)Running.ExecuteAsyncScript(script, arguments)!;

    /// <summary>Goes past the warning of a certificate that nobody vouches for, or heeds it again.</summary>
    public void TakeAnyCertificate(bool takes) => Running.ExecuteCdpCommand("Security.setIgnoreCertificateErrors", new() { ["ignore"] = takes });

    /// <summary>Begins anew: nobody is signed in, and the screen is a desktop's.</summary>
    public void Forget()
    {
        Running.Navigate().GoToUrl("about:blank");
        Running.ExecuteCdpCommand("Network.clearBrowserCookies", []);
        Show(1280, dark: false);
        _ = Complaints();
    }

    public void Dispose() => _driver?.Quit();

    private static ChromeDriver Start()
    {
        Assert.SkipUnless(File.Exists(Browser) && File.Exists(Driver), $"There is no {Browser} with {Driver} here.");
        var options = new ChromeOptions { BinaryLocation = Browser };
        options.AddArguments(Arguments);
        options.SetLoggingPreference(LogType.Browser, LogLevel.Warning);
        var service = ChromeDriverService.CreateDefaultService(Path.GetDirectoryName(Driver), Path.GetFileName(Driver));
        service.SuppressInitialDiagnosticInformation = true;
        var driver = new ChromeDriver(service, options);
        Show(driver, 1280, dark: false);
        return driver;
    }

    private static void Show(ChromeDriver driver, int width, bool dark)
    {
        driver.ExecuteCdpCommand("Emulation.setDeviceMetricsOverride", new() { ["width"] = width, ["height"] = 800, ["deviceScaleFactor"] = 1, ["mobile"] = width < 600 });
        driver.ExecuteCdpCommand("Emulation.setEmulatedMedia", new() { ["features"] = new[] { Feature("prefers-color-scheme", dark ? "dark" : "light"), Feature("prefers-reduced-motion", "reduce") } });
    }

    private static Dictionary<string, object> Feature(string name, string value) => new() { ["name"] = name, ["value"] = value };
}
