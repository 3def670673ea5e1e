using OpenQA.Selenium;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>A page in the browser as a person uses it: fields by their labels, buttons and links by their words.</summary>
internal sealed class Page(Chromium browser, Uri root)
{
    /// <summary>The browser.</summary>
    public Chromium Browser => browser;

    /// <summary>Where it is, without the host.</summary>
    public string Path => new Uri(browser.Web.Url).PathAndQuery;

    /// <summary>All that can be read on it.</summary>
    public string Text => browser.Ask<string>("return document.body.innerText");

    /// <summary>Goes to an address of the gateway.</summary>
    public void Open(string path) => browser.Web.Navigate().GoToUrl(path.Length == 0 ? root : new Uri(root, path));

    /// <summary>Waits until a text can be read.</summary>
    public Task SeesAsync(string text) => Eventually.HoldsAsync(() => Text.Contains(text, StringComparison.OrdinalIgnoreCase), $"'{text}' is on {Path}, where it says: {Text}");

    /// <summary>Waits until something on it holds.</summary>
    public Task HoldsAsync(string what, string script) => Eventually.HoldsAsync(() => browser.Ask<bool>(script), $"{what} on {Path}, where it says: {Text}");

    /// <summary>Signs in on the page that asks for it.</summary>
    public async Task SignInAsync(string name, string password)
    {
        Fill("Name", name);
        Fill("Password", password);
        Press("Sign in");
        await SeesAsync("Overview");
    }

    /// <summary>Hands over a file.</summary>
    public void Upload(string label, string file) => Field(label).SendKeys(file);

    /// <summary>Writes into the field with a label, in the place of what is there.</summary>
    public void Fill(string label, string text)
    {
        var field = Field(label);
        field.Clear();
        field.SendKeys(text);
    }

    /// <summary>Chooses in the field with a label.</summary>
    public void Choose(string label, string words) => Field(label).FindElements(By.TagName("option")).First(option => option.Text.Trim().StartsWith(words, StringComparison.Ordinal)).Click();

    /// <summary>Ticks the box with a label, or takes the tick away.</summary>
    public void Tick(string label) => Field(label).Click();

    /// <summary>Presses the button, or follows the link, with these words.</summary>
    public void Press(string words) => Button(words).Click();

    /// <summary>Says yes to what the page asks.</summary>
    public void Agree() => browser.Web.SwitchTo().Alert().Accept();

    /// <summary>The field with a label.</summary>
    public IWebElement Field(string label) => browser.Ask<IWebElement?>(
        """
        const called = (field) => field.getAttribute("aria-label") ?? [...field.labels ?? []].map((label) => label.innerText).join(" ");
        return [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
          .filter((field) => called(field).trim().startsWith(arguments[0]) && (field.offsetParent || field.type === "file"))[0] ?? null;
        """,
        label) ?? throw new NoSuchElementException($"{Path} has no field '{label}': {Text}");

    private IWebElement Button(string words) => browser.Ask<IWebElement?>(
        """
        const called = (button) => (button.getAttribute("aria-label") ?? button.innerText).trim();
        const all = [...document.querySelectorAll("main button, main a, main summary, header a, header button, footer a, dialog button")].filter((one) => one.offsetParent);
        return all.find((one) => called(one) === arguments[0]) ?? all.find((one) => called(one).startsWith(arguments[0])) ?? null;
        """,
        words) ?? throw new NoSuchElementException($"{Path} has no button or link '{words}': {Text}");
}
