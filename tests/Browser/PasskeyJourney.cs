using System.Security.Cryptography;
using OneMetre.Web.Demo;

namespace OneMetre.Browser;

/// <summary>Passkeys in a real browser, with an authenticator that Chromium plays. The site is called localhost: a passkey belongs to a name, and numbers are none.</summary>
public sealed class PasskeyJourney(EmptyCity city) : IClassFixture<EmptyCity>
{
    string At(string path) => $"http://localhost:{new Uri(city.Address).Port}{path}";

    sealed record Authenticator(ICDPSession Session, string Id)
    {
        public static async Task<Authenticator> In(IPage page)
        {
            var session = await page.Context.NewCDPSessionAsync(page);
            await session.SendAsync("WebAuthn.enable");
            var added = await session.SendAsync("WebAuthn.addVirtualAuthenticator", new()
            {
                ["options"] = new Dictionary<string, object> { ["protocol"] = "ctap2", ["transport"] = "internal", ["hasResidentKey"] = true, ["hasUserVerification"] = true, ["isUserVerified"] = true, ["automaticPresenceSimulation"] = true },
            });
            return new(session, added!.Value.GetProperty("authenticatorId").GetString()!);
        }

        public Task<System.Text.Json.JsonElement?> Send(string method, params (string Name, object Value)[] more) =>
            Session.SendAsync(method, more.Append(("authenticatorId", Id)).ToDictionary(m => m.Item1, m => m.Item2));
    }

    async Task SignIn(IPage page, string account)
    {
        await page.GotoAsync(At("/signin"));
        await page.FillAsync("[name=name]", account);
        await page.FillAsync("[name=password]", DemoPeople.Password);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForURLAsync(url => !url.EndsWith("/signin", StringComparison.Ordinal) && !url.EndsWith("/start", StringComparison.Ordinal));
    }

    async Task Add(IPage page, string name)
    {
        await page.GotoAsync(At("/account/two-factor"));
        await page.FillAsync("#key-name", name);
        await page.FillAsync("#key-password", DemoPeople.Password);
        await page.ClickAsync("[data-passkey=create]");
        await page.Locator("main li", new() { HasTextString = name }).First.WaitForAsync();
    }

    async Task Out(IPage page)
    {
        await page.Context.ClearCookiesAsync();
        await page.GotoAsync(At("/signin"));
    }

    [Fact]
    public async Task A_passkey_is_added_signs_in_by_itself_and_as_second_step_and_is_removed()
    {
        var page = await city.Visitor();
        await Authenticator.In(page);
        await SignIn(page, "wjw.contact");
        await Add(page, "办公室电脑");
        Assert.Equal(10, await page.Locator(".om-codes code").CountAsync());

        await Out(page);
        await page.ClickAsync("[data-passkey=get]");
        await page.WaitForURLAsync("**/desk");

        // From now on the password alone is too little; the same key is the second step.
        await Out(page);
        await SignIn(page, "wjw.contact");
        Assert.Contains("/signin/code", page.Url, StringComparison.Ordinal);
        Assert.Contains("/signin", (await page.GotoAsync(At("/desk")))!.Url, StringComparison.Ordinal);
        await SignIn(page, "wjw.contact");
        await page.ClickAsync("[data-passkey=get]");
        await page.WaitForURLAsync("**/desk");

        await page.GotoAsync(At("/account/two-factor"));
        await page.ClickAsync("main details summary");
        await page.FillAsync("main details [name='Key.Password']", "不是这个密码吧");
        await page.ClickAsync("main details button[value=remove]");
        await page.Locator("main details .om-fieldproblem").WaitForAsync();
        await page.FillAsync("main details [name='Key.Password']", DemoPeople.Password);
        await page.ClickAsync("main details button[value=remove]");
        await page.Locator("main details").WaitForAsync(new() { State = WaitForSelectorState.Detached });

        await Out(page);
        await page.ClickAsync("[data-passkey=get]");
        await page.WaitForURLAsync("**/signin?problem=passkey*");
        Assert.True(await page.Locator("[data-says]").IsVisibleAsync());
        await SignIn(page, "wjw.contact");
        Assert.EndsWith("/desk", page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_forged_key_and_one_that_did_not_verify_its_owner_open_nothing()
    {
        var page = await city.Visitor();
        var authenticator = await Authenticator.In(page);
        await SignIn(page, "jyj.contact");
        await Add(page, "我的手机");
        var made = (await authenticator.Session.SendAsync("WebAuthn.getCredentials", new() { ["authenticatorId"] = authenticator.Id }))!.Value.GetProperty("credentials")[0];

        // The same credential and owner, signed by a key of somebody else.
        await authenticator.Send("WebAuthn.clearCredentials");
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await authenticator.Send("WebAuthn.addCredential", ("credential", new Dictionary<string, object>
        {
            ["credentialId"] = made.GetProperty("credentialId").GetString()!,
            ["isResidentCredential"] = true,
            ["rpId"] = "localhost",
            ["userHandle"] = made.GetProperty("userHandle").GetString()!,
            ["privateKey"] = Convert.ToBase64String(foreign.ExportPkcs8PrivateKey()),
            ["signCount"] = 100,
        }));
        await Out(page);
        await page.ClickAsync("[data-passkey=get]");
        await page.WaitForURLAsync("**/signin?problem=passkey*");
        Assert.Contains("/signin", (await page.GotoAsync(At("/desk")))!.Url, StringComparison.Ordinal);

        await authenticator.Send("WebAuthn.setUserVerified", ("isUserVerified", false));
        await Out(page);
        await page.ClickAsync("[data-passkey=get]");
        await page.Locator("[data-says]").WaitForAsync();
        Assert.Contains("/signin", (await page.GotoAsync(At("/desk")))!.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_script_there_is_the_password_and_no_button_that_does_nothing()
    {
        var page = await city.Visitor(script: false);
        await SignIn(page, "lanhe.office");
        await page.GotoAsync(At("/account/two-factor"));
        Assert.False(await page.Locator("[data-passkey]").IsVisibleAsync());
        await Out(page);
        Assert.False(await page.Locator("[data-passkey]").IsVisibleAsync());
    }
}
