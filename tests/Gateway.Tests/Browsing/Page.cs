using System.Globalization;
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
    /// <param name="label">The words that its label begins with.</param>
    /// <param name="text">What is typed.</param>
    /// <param name="section">The heading of the part that it is in; null: anywhere.</param>
    public void Fill(string label, string text, string? section = null)
    {
        var field = Field(label, section);
        field.Clear();
        field.SendKeys(text);
    }

    /// <summary>Gives a time of the gateway's zone, in whole minutes; how it is typed depends on the machine's language.</summary>
    public void FillTime(string label, DateTimeOffset time) =>
        browser.Ask<object?>("arguments[0].value = arguments[1]", Field(label), time.ToString("yyyy-MM-ddTHH:mm", CultureInfo.InvariantCulture));

    /// <summary>Chooses in the field with a label.</summary>
    public void Choose(string label, string words) => Field(label).FindElements(By.TagName("option")).First(option => option.Text.Trim().StartsWith(words, StringComparison.Ordinal)).Click();

    /// <summary>Ticks the box with a label, or takes the tick away.</summary>
    public void Tick(string label) => Field(label).Click();

    /// <summary>Presses the button, or follows the link, with these words.</summary>
    /// <param name="words">Its words, or those that it begins with.</param>
    /// <param name="section">The heading of the part that it is in; null: anywhere.</param>
    public void Press(string words, string? section = null)
    {
        // a part of a page that is live may be exchanged between the look and the click, and is there again
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                Button(words, section).Click();
                return;
            }
            catch (StaleElementReferenceException) when (attempt < 5)
            {
            }
        }
    }

    /// <summary>Presses a button after which the page is loaded anew, and waits for that.</summary>
    public async Task PressAndLoadAsync(string words, bool agree = false)
    {
        browser.Ask<object?>("window.isOld = true");
        Press(words);
        if (agree)
        {
            Agree();
        }

        await HoldsAsync("the page is loaded anew", "return !window.isOld && document.readyState === 'complete'");
    }

    /// <summary>What the link, or the form of the button, with these words downloads.</summary>
    public string Fetch(string words) => browser.AskLater<string>(
        """
        const [one, done] = arguments;
        const address = one.href ?? `${one.form.action}?${new URLSearchParams(new FormData(one.form))}`;
        fetch(address).then((answer) => answer.text()).then(done);
        """,
        Button(words, section: null));

    /// <summary>What the page asks before it goes on.</summary>
    public string Question => browser.Web.SwitchTo().Alert().Text ?? "";

    /// <summary>Says yes to what the page asks.</summary>
    public void Agree() => browser.Web.SwitchTo().Alert().Accept();

    /// <summary>Says no to what the page asks.</summary>
    public void Refuse() => browser.Web.SwitchTo().Alert().Dismiss();

    /// <summary>Drags files over a place of the page, and lets them fall there.</summary>
    /// <param name="place">A selector of CSS.</param>
    /// <param name="files">Their names and what is in them.</param>
    /// <returns>Whether the page took them into its hands; else the browser opens one in the place of the page.</returns>
    public bool Drop(string place, params (string Name, string Text)[] files) => browser.Ask<bool>(
        """
        const [place, names, texts] = arguments;
        const dataTransfer = new DataTransfer();
        names.forEach((name, i) => dataTransfer.items.add(new File([texts[i]], name)));
        const isTaken = (kind) => !document.querySelector(place).dispatchEvent(new DragEvent(kind, { bubbles: true, cancelable: true, dataTransfer }));
        return ["dragenter", "dragover", "drop"].map(isTaken).slice(1).every((one) => one);
        """,
        place,
        files.Select(file => file.Name).ToArray(),
        files.Select(file => file.Text).ToArray());

    /// <summary>The field with a label.</summary>
    public IWebElement Field(string label, string? section = null) => browser.Ask<IWebElement?>(
        """
        const [words, section] = arguments;
        const called = (field) => field.getAttribute("aria-label") ?? [...field.labels ?? []].map((label) => label.innerText).join(" ");
        const isIn = (one) => section === null || one.closest("section")?.querySelector("h2, h3")?.innerText.trim().startsWith(section);
        return [...document.querySelectorAll("main input:not([type=hidden]), main select, main textarea")]
          .filter((field) => called(field).trim().startsWith(words) && isIn(field) && (field.checkVisibility() || field.type === "file"))[0] ?? null;
        """,
        label,
        section!) ?? throw new NoSuchElementException($"{Path} has no field '{label}': {Text}");

    private IWebElement Button(string words, string? section) => browser.Ask<IWebElement?>(
        """
        const [words, section] = arguments;
        const called = (button) => (button.getAttribute("aria-label") ?? button.innerText).trim();
        const isIn = (one) => section === null || one.closest("section")?.querySelector("h2, h3")?.innerText.trim().startsWith(section);
        const all = [...document.querySelectorAll("main button, main a, main summary, header a, header button, footer a, dialog button")].filter((one) => one.checkVisibility() && isIn(one));
        return all.find((one) => called(one) === words) ?? all.find((one) => called(one).startsWith(words)) ?? null;
        """,
        words,
        section!) ?? throw new NoSuchElementException($"{Path} has no button or link '{words}': {Text}");
}
