using System.Buffers.Binary;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Platform;

/// <summary>A password alone does not open an account with a second factor; the factor, its recovery codes and its end all ask for proof.</summary>
public partial class TwoFactorTests
{
    static Uri To(string path) => new(path, UriKind.Relative);

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task After_the_password_a_code_is_asked_and_each_recovery_code_opens_once(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        using var first = await running.SignedIn(plan.Lead);
        var (key, codes) = await TurnOn(first);
        Assert.Equal(10, codes.Count);

        using var browser = running.Visitor();
        Assert.StartsWith("/signin/code", await SignIn(browser, plan.Lead), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync(To("/board"))).StatusCode);
        Assert.Contains("problem=wrong", await Code(browser, Wrong(key)), StringComparison.Ordinal);
        var code = Totp(key, 1);
        Assert.Equal("/start", await Code(browser, code));
        using var shoulder = running.Visitor();
        await SignIn(shoulder, plan.Lead);
        Assert.Contains("problem=wrong", await Code(shoulder, code), StringComparison.Ordinal); // each code is good for once
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To("/board"))).StatusCode);

        using var recovered = running.Visitor();
        await SignIn(recovered, plan.Lead);
        Assert.Equal("/start", await Code(recovered, codes[0]));
        using var again = running.Visitor();
        await SignIn(again, plan.Lead);
        Assert.Contains("problem=wrong", await Code(again, codes[0]), StringComparison.Ordinal);

        // Neither in the record nor in the tables that a copy of the database would show.
        Assert.All(await running.City.Use((CityDb db) => db.Set<Microsoft.AspNetCore.Identity.IdentityUserToken<Guid>>().Select(t => t.Value!).ToListAsync()),
            kept => Assert.All(codes.Prepend(key), secret => Assert.DoesNotContain(secret, kept, StringComparison.Ordinal)));
        var record = await running.City.Use(async (CityDb db) => string.Join(' ', await db.Set<AuditEntry>().Select(e => e.Changes).ToListAsync()));
        Assert.DoesNotContain(key, record, StringComparison.Ordinal);
        Assert.All(codes, code => Assert.DoesNotContain(code, record, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_code_without_a_password_opens_nothing()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var first = await running.SignedIn(plan.Lead);
        var (key, _) = await TurnOn(first);
        using var browser = running.Visitor();
        Assert.Equal("/signin", await Code(browser, Totp(key)));
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync(To("/board"))).StatusCode);
    }

    [Fact]
    public async Task Guessing_codes_locks_the_account()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var first = await running.SignedIn(plan.Lead);
        var (key, _) = await TurnOn(first);
        using var browser = running.Visitor();
        await SignIn(browser, plan.Lead);
        for (var times = 0; times < 5; times++) await Code(browser, Wrong(key));
        Assert.Contains("problem=wrong", await Code(browser, Totp(key)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_from_an_open_session_counts_too_and_a_recovery_code_does_not_pass_the_lock()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var browser = await running.SignedIn(plan.Lead);
        var (key, codes) = await TurnOn(browser);
        for (var times = 0; times < 5; times++) await Post(browser, "off", Wrong(key));
        await Post(browser, "off", Totp(key));
        Assert.True(await running.City.Use((CityDb db) => db.Set<Person>().Where(p => p.Id == plan.Lead.Person).Select(p => p.TwoFactorEnabled).SingleAsync()));

        using var other = running.Visitor();
        await SignIn(other, plan.Lead);
        Assert.DoesNotContain("/start", await Code(other, codes[0]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Turning_it_on_ends_the_sessions_that_a_password_alone_has_opened()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var before = await running.SignedIn(plan.Lead);
        using var browser = await running.SignedIn(plan.Lead);
        await TurnOn(browser);
        Assert.Equal(HttpStatusCode.Found, (await before.GetAsync(To("/board"))).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To("/board"))).StatusCode);
    }

    [Fact]
    public async Task With_a_first_password_no_key_is_shown_yet()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        await running.City.Use(async (CityDb db) => { await db.Set<Person>().Where(p => p.Id == plan.Lead.Person).ExecuteUpdateAsync(s => s.SetProperty(p => p.MustChangePassword, true)); });
        using var browser = await running.SignedIn(plan.Lead);
        Assert.Equal("/account?problem=given#password", (await browser.GetAsync(To("/account/two-factor"))).Headers.Location?.ToString());
    }

    [Fact]
    public async Task It_is_turned_off_only_with_a_code()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var browser = await running.SignedIn(plan.Lead);
        var (key, _) = await TurnOn(browser);
        await Post(browser, "off", Wrong(key));
        Assert.True(await IsOn());
        await Post(browser, "off", Totp(key, 1));
        Assert.False(await IsOn());

        Task<bool> IsOn() => running.City.Use((CityDb db) => db.Set<Person>().Where(p => p.Id == plan.Lead.Person).Select(p => p.TwoFactorEnabled).SingleAsync());
    }

    [Fact]
    public async Task Administrators_set_it_up_before_anything_else()
    {
        await using var running = await RunningCity.On("Sqlite");
        var admin = await running.City.Actor(RoleCode.AuditAdmin, "市大数据局");
        await running.City.Use(async (CityDb db) => { await db.Set<Person>().Where(p => p.Id == admin.Person).ExecuteUpdateAsync(s => s.SetProperty(p => p.TwoFactorEnabled, false)); });
        using var browser = await running.SignedIn(admin);
        Assert.Equal("/account/two-factor", (await browser.GetAsync(To("/audit"))).Headers.Location?.ToString());
        await TurnOn(browser);
        Assert.Equal(HttpStatusCode.OK, (await browser.GetAsync(To("/audit"))).StatusCode);
    }

    [Theory, InlineData(""), InlineData("x"), InlineData("null"), InlineData("{}"), InlineData("""{"id":"AAAA","rawId":"AAAA","type":"public-key","response":{"clientDataJSON":"AAAA","authenticatorData":"AAAA","signature":"AAAA"},"clientExtensionResults":{}}""")]
    public async Task What_is_no_passkey_opens_nothing_and_breaks_nothing(string credential)
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var visitor = running.Visitor();
        Assert.Equal(HttpStatusCode.OK, (await RunningCity.Post(visitor, "/signin", "/signin/passkey/options", [])).StatusCode);
        Assert.Contains("problem=passkey", (await RunningCity.Post(visitor, "/signin", "/signin/passkey", new() { ["credential"] = credential })).Headers.Location!.ToString(), StringComparison.Ordinal);

        using var browser = await running.SignedIn(plan.Lead);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await RunningCity.Post(browser, "/account", "/account/passkey/options", new() { ["Key.Password"] = "不是这个密码吧" })).StatusCode);
        var options = await RunningCity.Post(browser, "/account", "/account/passkey/options", new() { ["Key.Password"] = RunningCity.Password });
        Assert.Contains("\"id\":\"localhost\"", await options.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        var added = await RunningCity.Post(browser, "/account/two-factor", "/account/two-factor", new() { ["_handler"] = "key-new", ["Key.Do"] = "add", ["Key.Name"] = "x", ["Key.Credential"] = credential });
        Assert.Equal(HttpStatusCode.OK, added.StatusCode);
        Assert.Equal(0, await running.City.Use((CityDb db) => db.Set<Passkey>().CountAsync()));
    }

    [Fact]
    public async Task An_open_session_alone_binds_no_authenticator()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using var browser = await running.SignedIn(plan.Lead);
        var key = KeyShown().Match(await browser.GetStringAsync(To("/account/two-factor"))).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        await Post(browser, "on", Totp(key), "不是这个密码吧");
        Assert.False(await running.City.Use((CityDb db) => db.Set<Person>().Where(p => p.Id == plan.Lead.Person).Select(p => p.TwoFactorEnabled).SingleAsync()));
        await Post(browser, "on", Totp(key));
        Assert.True(await running.City.Use((CityDb db) => db.Set<Person>().Where(p => p.Id == plan.Lead.Person).Select(p => p.TwoFactorEnabled).SingleAsync()));
    }

    [Fact]
    public async Task A_second_factor_that_is_no_code_keeps_a_password_alone_out()
    {
        await using var running = await RunningCity.On("Sqlite");
        var plan = await SmallPlan.In(running.City);
        using (await running.SignedIn(plan.Lead)) { }
        await running.City.Use(async (CityDb db) => { await db.Set<Person>().Where(p => p.Id == plan.Lead.Person).ExecuteUpdateAsync(s => s.SetProperty(p => p.TwoFactorEnabled, true)); });
        using var browser = running.Visitor();
        Assert.StartsWith("/signin/code", await SignIn(browser, plan.Lead), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, (await browser.GetAsync(To("/board"))).StatusCode);
    }

    /// <summary>Sets the factor up as a person does: reads the key, types a code, keeps the recovery codes.</summary>
    internal static async Task<(string Key, IReadOnlyList<string> Codes)> TurnOn(HttpClient browser, string password = RunningCity.Password)
    {
        var page = await browser.GetStringAsync(To("/account/two-factor"));
        var key = KeyShown().Match(page).Groups[1].Value.Replace(" ", "", StringComparison.Ordinal);
        Assert.True(key.Length >= 16);
        var done = await Post(browser, "on", Totp(key), password);
        return (key, [.. RecoveryCode().Matches(done).Select(m => m.Groups[1].Value)]);
    }

    static async Task<string> Post(HttpClient browser, string what, string code, string password = RunningCity.Password)
    {
        var page = await browser.GetStringAsync(To("/account/two-factor"));
        using var form = new FormUrlEncodedContent(new Dictionary<string, string> { ["__RequestVerificationToken"] = Token().Match(page).Groups[1].Value, ["_handler"] = "factor", ["Form.Code"] = code, ["Form.Password"] = password, ["Form.Do"] = what });
        return await (await browser.PostAsync(To("/account/two-factor"), form)).Content.ReadAsStringAsync();
    }

    static async Task<string> SignIn(HttpClient browser, Actor actor) =>
        (await RunningCity.Post(browser, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = RunningCity.Password })).Headers.Location!.ToString();

    static async Task<string> Code(HttpClient browser, string code) => (await RunningCity.Post(browser, "/signin/code", "/signin/code", new() { ["code"] = code })).Headers.Location!.ToString();

    /// <summary>A code of none of the steps around now.</summary>
    static string Wrong(string key)
    {
        var right = Enumerable.Range(-4, 9).Select(n => Totp(key, n)).ToHashSet();
        return Enumerable.Range(0, 100).Select(n => n.ToString("000000", System.Globalization.CultureInfo.InvariantCulture)).First(n => !right.Contains(n));
    }

    /// <summary>RFC 6238 with its defaults, as every authenticator reckons it.</summary>
    static string Totp(string key, int later = 0)
    {
        Span<byte> step = stackalloc byte[8];
        BinaryPrimitives.WriteInt64BigEndian(step, TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() / 30 + later);
#pragma warning disable CA5350 // RFC 6238 is HMAC-SHA1.
        var hash = HMACSHA1.HashData(Base32(key), step);
#pragma warning restore CA5350
        return ((BinaryPrimitives.ReadInt32BigEndian(hash.AsSpan(hash[^1] & 15)) & 0x7fffffff) % 1_000_000).ToString("000000", System.Globalization.CultureInfo.InvariantCulture);
    }

    static byte[] Base32(string text)
    {
        var (bytes, bits, value) = (new List<byte>(), 0, 0);
        foreach (var c in text)
        {
            value = (value << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".IndexOf(c)) & 0xffff;
            if ((bits += 5) >= 8) bytes.Add((byte)(value >> (bits -= 8)));
        }
        return [.. bytes];
    }

    [GeneratedRegex("<code>([A-Z2-7 ]+)</code>")]
    private static partial Regex KeyShown();

    [GeneratedRegex("<li><code>([^<]+)</code></li>")]
    private static partial Regex RecoveryCode();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
