using System.Globalization;
using OpenQA.Selenium;

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
        return [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a, img, svg")]
          .filter((one) => one.checkVisibility() && !one.closest("[aria-hidden=true]"))
          .filter((one) => !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length || one.innerText?.trim() || one.title || one.querySelector("title") || one.hasAttribute("alt")))
          .map((one) => one.outerHTML.slice(0, 80)).join("; ");
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

    private const string Focused =
        """
        const one = document.activeElement;
        window.reached ??= new Set();
        if (!one || one === document.body || window.reached.has(one)) return one === document.body || !one ? "" : "again";
        window.reached.add(one);
        const style = getComputedStyle(one);
        return style.outlineStyle === "none" || parseFloat(style.outlineWidth) === 0 ? `no focus ring: ${one.outerHTML.slice(0, 80)}` : "ok";
        """;

    /// <summary>Checks a page at 360 px and at 1280 px, in light and in dark.</summary>
    public static void Check(Page page, string path)
    {
        _ = page.Browser.Complaints(); // those of pages before
        foreach (var (width, dark) in new[] { (360, false), (360, true), (1280, false), (1280, true) })
        {
            page.Browser.Show(width, dark);
            page.Open(path);
            var where = $"{path} at {width.ToString(CultureInfo.InvariantCulture)} px, {(dark ? "dark" : "light")}";
            var wide = page.Browser.Ask<long>("return document.documentElement.scrollWidth");
            Assert.True(wide <= width, $"{where} is {wide} px wide");
            Nothing(page, Faint, $"{where} has too little contrast");
        }

        Nothing(page, Unlabelled, $"{path} has something without a name");
        Nothing(page, Skipped, $"{path} skips a heading");
        CheckKeyboard(page, path);
        Assert.Empty(page.Browser.Complaints());
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
        var reached = 0L;
        for (var presses = 0; presses < 4 * all + 20 && reached < all; presses++)
        {
            page.Browser.Web.SwitchTo().ActiveElement().SendKeys(Keys.Tab);
            var state = page.Browser.Ask<string>(Focused);
            Assert.False(state.StartsWith("no", StringComparison.Ordinal), $"{path} has {state}");
            reached = page.Browser.Ask<long>("return [...(window.reached ?? [])].filter((one) => one.matches('a[href], button, input, select, textarea, summary')).length");
        }

        Assert.True(reached >= all, $"{path} has {all} things to use, and the keyboard comes to {reached}");
    }
}
