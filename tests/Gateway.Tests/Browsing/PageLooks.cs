using System.Globalization;
using OpenQA.Selenium;
using Testing;

namespace Gateway.Tests.Browsing;

/// <summary>What a page owes to everybody who reads it: no scrolling sideways, enough contrast, all by keyboard, a label on every field.</summary>
internal static class PageLooks
{
    /// <summary>Text against its ground, WCAG 2.2 success criterion 1.4.3: 4.5, for large text 3.</summary>
    private const string Faint =
        """
        const channel = (value) => (value /= 255) <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
        const parse = (text) => { const parts = text.match(/[\d.]+/g).map(Number); return { rgb: parts.slice(0, 3), alpha: parts[3] ?? 1 }; };
        const over = (front, back) => front.rgb.map((value, index) => value * front.alpha + back[index] * (1 - front.alpha));
        const light = (rgb) => 0.2126 * channel(rgb[0]) + 0.7152 * channel(rgb[1]) + 0.0722 * channel(rgb[2]);
        const ground = (element) => {
          if (!element) return parse(getComputedStyle(document.documentElement).backgroundColor).alpha === 0 ? [255, 255, 255] : parse(getComputedStyle(document.documentElement).backgroundColor).rgb;
          const own = parse(getComputedStyle(element).backgroundColor);
          return own.alpha === 1 ? own.rgb : over(own, ground(element.parentElement));
        };
        const faint = [];
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
          const element = walker.currentNode.parentElement;
          if (!walker.currentNode.textContent.trim() || !element.checkVisibility({ visibilityProperty: true }) || element.closest("script, style, option, [disabled], .skip")) continue;
          const style = getComputedStyle(element);
          const back = ground(element);
          const isSvg = element instanceof SVGElement;
          const front = over(parse(isSvg ? style.fill : style.color), back);
          const [high, low] = [light(front), light(back)].sort((a, b) => b - a);
          const contrast = (high + 0.05) / (low + 0.05);
          const size = parseFloat(style.fontSize);
          if (contrast < (size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700) ? 3 : 4.5)) faint.push(`${contrast.toFixed(2)}: ${walker.currentNode.textContent.trim().slice(0, 40)}`);
        }
        return faint.join("; ");
        """;

    private const string Unlabelled =
        """
        return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a, img, svg, table, progress, dialog")]
          .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true], svg svg"))
          .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length || one.title || one.querySelector(":scope > title, :scope > caption") || one.hasAttribute("alt")
            || (one.matches("button, a") && (one.innerText?.trim() || one.querySelector("img[alt]:not([alt='']), svg > title")))))
          .map((one) => one.outerHTML.slice(0, 80)).join("; ");
        """;

    /// <summary>Ids that are there twice, and names that lead nowhere.</summary>
    private const string Misled =
        """
        const ids = [...document.querySelectorAll("[id]")].map((one) => one.id);
        const twice = ids.filter((id, index) => ids.indexOf(id) !== index);
        const lost = ["aria-labelledby", "aria-describedby", "for", "list", "aria-controls"].flatMap((name) =>
          [...document.querySelectorAll(`[${name}]`)].flatMap((one) => one.getAttribute(name).split(/\s+/)).filter((id) => id && !ids.includes(id)).map((id) => `${name}=${id}`));
        return [...twice, ...lost].join("; ");
        """;

    /// <summary>What was folded is looked at too.</summary>
    private const string Unfold = "for (const one of document.querySelectorAll('details')) one.open = true";

    private const string Wide =
        """
        return [...document.querySelectorAll("main *, header *, footer *")].filter((one) => one.checkVisibility() && one.getBoundingClientRect().right > innerWidth + 1)
          .slice(0, 3).map((one) => one.outerHTML.slice(0, 120)).join("; ");
        """;

    private const string Skipped =
        """
        const levels = [...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].filter((one) => one.checkVisibility()).map((one) => Number(one.tagName[1]));
        return levels.filter((level) => level === 1).length !== 1 || levels.some((level, index) => index > 0 && level > levels[index - 1] + 1) ? levels.join() : "";
        """;

    private const string Reachable =
        """
        return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
          .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && !(one.type === "radio" && !one.checked)).length;
        """;

    /// <summary>Keeps what the focus comes to, and what does not show it; a field that is not seen itself is shown by its label.</summary>
    private const string Follow =
        """
        window.reached = new Set();
        window.unseen = new Set();
        const rings = (one) => { const style = getComputedStyle(one); return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && Number(style.opacity) > 0; };
        const isSeen = (one) => rings(one) || [...one.labels ?? []].some(rings);
        document.addEventListener("focusin", ({ target }) => {
          window.reached.add(target);
          if (!isSeen(target)) window.unseen.add(target);
        });
        document.addEventListener("keyup", ({ target }) => isSeen(target) && window.unseen.delete(target)); // a busy browser draws it a moment later
        document.activeElement?.blur?.();
        window.scrollTo(0, 0);
        """;

    private const string Reached = "return [...window.reached].filter((one) => one.matches('a[href], button, input, select, textarea, summary')).length";

    private const string Missed =
        """
        return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
          .filter((one) => one.checkVisibility() && !one.disabled && one.tabIndex >= 0 && !window.reached.has(one)).slice(0, 5).map((one) => one.outerHTML.slice(0, 80)).join("; ");
        """;

    /// <summary>Tabulators at a time.</summary>
    private const int Step = 20;

    /// <summary>Longer pages are walked through by keyboard in longer rounds only.</summary>
    private static readonly int LongestWalk = Rounds.Of(quick: 60, ci: 1_000, full: 1_000);

    /// <summary>A phone and a desktop, light and dark; a newcomer's run takes two of the four.</summary>
    private static readonly IReadOnlyList<(int Width, bool Dark)> Screens =
        Rounds.Of(quick: 2, ci: 4, full: 4) == 2 ? [(360, false), (1280, true)] : [(360, false), (360, true), (1280, false), (1280, true)];

    /// <summary>Checks a page on screens of several sizes, in light and in dark.</summary>
    /// <param name="page">The person's page.</param>
    /// <param name="path">Where to.</param>
    /// <param name="status">The status that the page answers with, if it is none of success.</param>
    public static void Check(Page page, string path, string status = "none")
    {
        _ = page.Browser.Complaints(); // those of pages before
        foreach (var screen in Screens)
        {
            page.Browser.Show(screen.Width, screen.Dark);
            page.Open(path);
            page.Browser.Ask<object?>(Unfold);
            CheckOn(screen, page, path);
        }

        Nothing(page, Misled, $"{path} has ids that lead nowhere, or are there twice");
        CheckKeyboard(page, path);
        var complaints = page.Browser.Complaints().Where(complaint => !complaint.Contains($"status of {status}", StringComparison.Ordinal));
        Assert.True(!complaints.Any(), $"{path} is complained of: {string.Join("; ", complaints)}");
        page.Browser.Show(1280, dark: false);
    }

    /// <summary>Checks a page as it stands there now, with what somebody did on it.</summary>
    public static void CheckNow(Page page, string what)
    {
        foreach (var screen in Screens)
        {
            page.Browser.Show(screen.Width, screen.Dark);
            CheckOn(screen, page, what);
        }

        page.Browser.Show(1280, dark: false);
    }

    private static void CheckOn((int Width, bool Dark) screen, Page page, string what)
    {
        var where = $"{what} at {screen.Width.ToString(CultureInfo.InvariantCulture)} px, {(screen.Dark ? "dark" : "light")}";
        var wide = page.Browser.Ask<long>("return document.documentElement.scrollWidth");
        Assert.True(wide <= screen.Width, $"{where} is {wide} px wide: {(wide <= screen.Width ? "" : page.Browser.Ask<string>(Wide))}");
        Nothing(page, Faint, $"{where} has too little contrast");
        Nothing(page, Unlabelled, $"{where} has something without a name");
        Nothing(page, Skipped, $"{where} skips a heading");
    }

    private static void Nothing(Page page, string script, string wrong)
    {
        var found = page.Browser.Ask<string>(script);
        Assert.True(found.Length == 0, $"{wrong}: {found}");
    }

    /// <summary>The tabulator key alone comes to everything that can be used, and one sees where it is.</summary>
    private static void CheckKeyboard(Page page, string path)
    {
        var all = page.Browser.Ask<long>(Reachable);
        if (all > LongestWalk)
        {
            return;
        }

        page.Browser.Ask<object?>(Follow);
        var reached = 0L;
        for (var presses = 0; presses < all + 2 * Step && reached < all; presses += Step)
        {
            page.Browser.Web.SwitchTo().ActiveElement().SendKeys(string.Concat(Enumerable.Repeat(Keys.Tab, Step)));
            reached = page.Browser.Ask<long>(Reached);
        }

        Assert.True(reached >= all, $"{path} has {all} things to use, and the keyboard comes to {reached}, not to {page.Browser.Ask<string>(Missed)}");
        Nothing(page, "return [...window.unseen].map((one) => one.outerHTML.slice(0, 80)).join('; ')", $"{path} has no focus ring on something");
    }
}
