using System.Net;
using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Identity;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform;

/// <summary>A password that is guessed soon is refused with its reason; one that nobody guesses is taken, however it is written.</summary>
public class PasswordTests
{
    static readonly string[] Own = ["wjw.contact", "李小明", "市卫生健康委", "聊城市", "Liaocheng"];

    static bool Refused(string password) => PasswordGuess.Of(PasswordGuess.Normal(password), Own).Bits < PasswordGuess.Enough;

    [Theory]
    [InlineData("password12", GuessedBy.Words), InlineData("P@ssw0rd2026!", GuessedBy.Words), InlineData("ILOVEYOU520", GuessedBy.Words), InlineData("admin@123456", GuessedBy.Rows)]
    [InlineData("zhangwei1990", GuessedBy.Words), InlineData("Wangfang@123", GuessedBy.Words), InlineData("LiXiaoming88", GuessedBy.Words), InlineData("woaini1314520", GuessedBy.Words)]
    [InlineData("Huawei@2026", GuessedBy.Words), InlineData("Yimi-2026-demo", GuessedBy.Words), InlineData("我爱你我爱你我爱你", GuessedBy.Words), InlineData("儿童友好城市2026", GuessedBy.Words)]
    [InlineData("qwertyuiop", GuessedBy.Rows), InlineData("1qaz2wsx3edc", GuessedBy.Rows), InlineData("!QAZ@WSX#EDC", GuessedBy.Rows), InlineData("qazwsxedcrfv", GuessedBy.Rows), InlineData("zxcvbnm,./", GuessedBy.Rows)]
    [InlineData("aaaaaaaaaaaa", GuessedBy.Rows), InlineData("abcdefghijklm", GuessedBy.Rows), InlineData("x9x9x9x9x9x9", GuessedBy.Rows), InlineData("987654321000", GuessedBy.Rows)]
    [InlineData("13805716293", GuessedBy.Numbers), InlineData("1990-05-06!", GuessedBy.Numbers), InlineData("11010519491231002X", GuessedBy.Numbers), InlineData("1990050619920708", GuessedBy.Numbers)]
    [InlineData("wjw.contact", GuessedBy.OwnName), InlineData("wjwcontact2026", GuessedBy.OwnName), InlineData("李小明市卫生健康委", GuessedBy.OwnName), InlineData("Liaocheng@2026", GuessedBy.OwnName)]
    public void What_most_people_choose_is_refused_with_its_reason(string password, GuessedBy by)
    {
        var guess = PasswordGuess.Of(PasswordGuess.Normal(password), password.StartsWith("wjwcontact", StringComparison.Ordinal) ? [.. Own, "wjw", "contact"] : Own);
        Assert.True(guess.Bits < PasswordGuess.Enough, $"{guess.Bits}");
        Assert.Equal(by, guess.By);
    }

    [Theory]
    [InlineData("一米高度看城市2026"), InlineData("自己选的密码一二三四五"), InlineData("correct horse battery"), InlineData("下雨天楼下的猫不叫"), InlineData("kua guo na tiao xiao he"), InlineData("mKx7Rq2vTz")]
    public void What_only_one_person_thinks_of_is_taken(string password) => Assert.False(Refused(password), $"{PasswordGuess.Of(password, Own)}");

    [Fact]
    public void Known_pieces_one_behind_the_other_are_known_however_they_are_dressed()
    {
        var piece = Gen.Elements("admin", "password", "woaini", "1314520", "1998", "2026", "123456", "qwerty", "abcd", "888888", "yimi", "wang");
        var dress = Gen.Elements<Func<string, string>>(s => s, s => s.ToUpperInvariant(), s => char.ToUpperInvariant(s[0]) + s[1..], s => s.Replace('a', '@').Replace('o', '0'), s => string.Concat(s.Select(c => c is > ' ' and < '\u007f' ? (char)(c + 0xFEE0) : c)));
        Prop.ForAll(Arb.From(from one in piece from two in piece from three in piece from how in dress select how(one + two) + three), password => Refused(password)).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Whatever_is_typed_has_a_worth_and_one_spelling() => Prop.ForAll(ArbMap.Default.ArbFor<string?>(), typed =>
    {
        var normal = PasswordGuess.Normal(typed ?? "");
        return PasswordGuess.Of(normal, [typed ?? ""]).Bits >= 0 && PasswordGuess.Normal(normal) == normal && PasswordGuess.Normal("half \ud83d").Length == 6;
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_first_password_is_never_one_that_would_be_refused() => Assert.All(Enumerable.Range(0, 500), _ => Assert.False(Refused(FirstPassword.New())));

    [Fact]
    public void The_longest_password_of_nothing_but_words_is_weighed_at_once() =>
        Assert.True(PasswordGuess.Of(string.Concat(Enumerable.Repeat("zhangwangli", 20)), Enumerable.Range(0, 50).Select(i => $"own{i}")).Bits > 0);

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_form_says_why_and_a_full_width_spelling_opens_the_same_account(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var actor = await running.City.Actor(RoleCode.Office, "市妇儿工委办");
        using var browser = await running.SignedIn(actor);
        async Task<string> Change(string fresh) =>
            (await RunningCity.Post(browser, "/account", "/account/password", new() { ["current"] = RunningCity.Password, ["fresh"] = fresh })).Headers.Location!.OriginalString;

        foreach (var (fresh, why) in new[] { ("short", "short"), (new string('长', 129), "long"), ("市妇儿工委办2026", "own"), ("qwertyuiop", "rows"), ("13805716293", "numbers"), ("P@ssw0rd2026!", "known") })
        {
            Assert.Equal($"/account?problem={why}#password", await Change(fresh));
            Assert.Contains("problem-fresh", await browser.GetStringAsync(new Uri($"/account?problem={why}", UriKind.Relative)), StringComparison.Ordinal);
        }
        Assert.Equal("/account?done=true#password", await Change("下雨天Ａｂ楼下的猫不叫"));
        using var elsewhere = running.Visitor();
        var answer = await RunningCity.Post(elsewhere, "/signin", "/signin", new() { ["name"] = actor.Person.ToString("N"), ["password"] = "下雨天Ab楼下的猫不叫" });
        Assert.Equal((HttpStatusCode.Found, "/start"), (answer.StatusCode, answer.Headers.Location!.OriginalString));
    }
}
