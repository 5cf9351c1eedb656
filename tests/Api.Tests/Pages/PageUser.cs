using System.Collections.Concurrent;
using Holdfast.TestServers.Processes;
using Holdfast.TestServers.Web;
using PuppeteerSharp;

namespace Holdfast.Api.Tests.Pages;

/// <summary>Somebody at a browser: sees text, clicks and types. Whatever the browser complains about fails the test.</summary>
internal sealed class PageUser : IAsyncDisposable
{
    private const string Find =
        """
        (selector, text) => {
            const within = [...document.querySelectorAll('dialog[open]')].at(-1) ?? document;
            return [...within.querySelectorAll(selector)].find(one => one.checkVisibility() && !one.disabled && (text === null || one.textContent.trim() === text)) ?? null;
        }
        """;

    /// <summary>The browser itself writes these into its console, where an error is the answer that is asked for.</summary>
    public static readonly string[] Answers =
    [
        "status of 401 (Unauthorized)", // nobody has logged in yet, or the session has ended
        "status of 404 (Not Found) http", // there was no restore yet
    ];

    private static readonly WaitForFunctionOptions Waiting = new() { Timeout = 60_000 };

    private readonly ConcurrentQueue<string> _complaints = [];
    private readonly IBrowser _browser;
    private readonly IBrowserContext _context;
    private readonly IPage _page;

    private PageUser(IBrowser browser, IBrowserContext context, IPage page)
    {
        (_browser, _context, _page) = (browser, context, page);
        page.Console += (_, told) =>
        {
            if (told.Message.Type is ConsoleType.Error or ConsoleType.Warning)
            {
                _complaints.Enqueue($"{told.Message.Text} {told.Message.Location?.URL}");
            }
        };
        page.PageError += (_, error) => _complaints.Enqueue(error.Message);
    }

    /// <summary>Opens a browser with cookies of its own; skips the test where there is none.</summary>
    public static async Task<PageUser> OpenAsync(string address)
    {
        var chromium = await Chromium.SharedAsync().OrSkipAsync();
        var browser = await Puppeteer.ConnectAsync(new ConnectOptions { BrowserWSEndpoint = $"{chromium.DevTools}", DefaultViewport = new ViewPortOptions { Width = 1280, Height = 900 } });
        var context = await browser.CreateBrowserContextAsync();
        var user = new PageUser(browser, context, await context.NewPageAsync());
        await user._page.GoToAsync(address);
        return user;
    }

    public async Task LogInAsync(string key)
    {
        await TypeAsync("#key", key);
        await ClickAsync("Log in");
    }

    /// <summary>Clicks a button or link, as soon as it can be.</summary>
    public Task ClickAsync(string text) => ClickOnAsync("button, a", text);

    /// <summary>Ticks or unticks the box beside a text.</summary>
    public Task TickAsync(string text) => ClickOnAsync("label", text);

    /// <summary>Types into a field, instead of what stands there.</summary>
    public async Task TypeAsync(string selector, string text)
    {
        var field = await FindAsync(selector, null);
        await field.EvaluateFunctionAsync("field => { field.focus(); field.select?.(); }");
        await _page.Keyboard.TypeAsync(text);
    }

    /// <summary>Presses a key, wherever the focus is.</summary>
    public Task PressAsync(string key) => _page.Keyboard.PressAsync(key);

    /// <summary>Waits until a text can be read.</summary>
    public Task SeesAsync(string text) => SeesAsync("text => document.body.innerText.includes(text)", text);

    /// <summary>Waits until a text can no longer be read.</summary>
    public async Task DoesNotSeeAsync(string text) => await _page.WaitForFunctionAsync("text => !document.body.innerText.includes(text)", Waiting, text);

    /// <summary>Waits until the page with this heading is shown.</summary>
    public Task SeesHeadingAsync(string text) => SeesAsync("text => document.querySelector('main h1')?.textContent === text", text);

    public Task<bool> IsDisabledAsync(string selector) => _page.QuerySelectorAsync(selector).EvaluateFunctionAsync<bool>("field => field.disabled");

    /// <summary>Whether a field is marked as wrong.</summary>
    public Task<bool> IsInvalidAsync(string selector) => _page.QuerySelectorAsync(selector).EvaluateFunctionAsync<bool>("field => field.matches('[aria-invalid=true]')");

    /// <summary>The text that is shown this once.</summary>
    public Task<string> SecretAsync() => _page.QuerySelectorAsync(".secret").EvaluateFunctionAsync<string>("secret => secret.textContent");

    /// <summary>A page that is drawn anew takes away what was found, before it is clicked: then it is found again.</summary>
    private async Task ClickOnAsync(string selector, string text)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await (await FindAsync(selector, text)).ClickAsync();
                return;
            }
            catch (PuppeteerException gone) when (attempt < 5 && gone.Message.Contains("detached", StringComparison.Ordinal))
            {
                // found again
            }
        }
    }

    /// <summary>The first that is shown and can be used, as soon as there is one.</summary>
    private async Task<IElementHandle> FindAsync(string selector, string? text) => (IElementHandle)await _page.WaitForFunctionAsync(Find, Waiting, selector, text!);

    private async Task SeesAsync(string condition, string text)
    {
        try
        {
            await _page.WaitForFunctionAsync(condition, Waiting, text);
        }
        catch (WaitTaskTimeoutException)
        {
            Assert.Fail($"'{text}' is not to be seen, but:\n{await TextAsync()}\n{string.Join('\n', _complaints)}");
        }
    }

    /// <summary>Everything that can be read now.</summary>
    public Task<string> TextAsync() => _page.EvaluateExpressionAsync<string>("document.body.innerText");

    /// <summary>The texts of all buttons and links that can be used now.</summary>
    public Task<string[]> ChoicesAsync() => _page.EvaluateExpressionAsync<string[]>(
        "[...document.querySelectorAll('button, a')].filter(one => one.checkVisibility() && !one.disabled).map(one => one.textContent.trim())");

    /// <summary>Whether anything stands out at the side of a page that is so wide.</summary>
    public async Task<bool> OverflowsAsync(int width)
    {
        await _page.SetViewportAsync(new ViewPortOptions { Width = width, Height = 800 });
        return await _page.EvaluateExpressionAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    /// <summary>What the browser complained about, but for what was to be expected.</summary>
    public IReadOnlyList<string> Complaints(params string[] expected) =>
        [.. _complaints.Where(complaint => !expected.Any(one => complaint.Contains(one, StringComparison.Ordinal)))];

    public async ValueTask DisposeAsync()
    {
        await _context.CloseAsync();
        _browser.Disconnect();
        await _browser.DisposeAsync();
    }
}
