using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.People;
using OneMetre.Platform.Units;
using OneMetre.Programme.Registering;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Hosting.Hostile;

/// <summary>Names that look like others.</summary>
static class Unseen
{
    const string Kind = "Names that look like others";
    static readonly string[] Signs = ["\u200B", "\u200D", "\u202E", "\u2066", "\uFEFF", "\u00AD", "\u0007", "\u2028", "\U000E0041"];

    public static IReadOnlyList<Attack> All { get; } =
    [
        new(Kind, "An account named with letters of other scripts, full-width letters, or signs that are not seen (`оffice`, `ｏｆｆｉｃｅ`, `off\u2060ice`)", "Refused beside the field", async t =>
        {
            foreach (var account in new[] { "оffice", "ｏｆｆｉｃｅ", "off\u2060ice", "office\u200B", "\u202Eeciffo", "ofﬁce", "office ", " office", "o ffice", "𝐨ffice", "office\u0301" }.Where(a => a.Trim() != "office"))
                Assert.Contains("platform.people.account-form", (await Add(t, "新来的人", account)).Problems.Select(p => p.Code));
        }),
        new(Kind, "A second account that differs only in capitals", "Refused: the name is taken", async t =>
        {
            await using var own = await t.Another();
            Assert.True((await Add(own, "甲", "zhang.san")).Ok);
            Assert.Contains("platform.people.account-taken", (await Add(own, "乙", "Zhang.San")).Problems.Select(p => p.Code));
        }),
        new(Kind, "Signing in by a look-alike of a name that exists", "The answer of an unknown name", async t =>
        {
            await using var own = await t.Another();
            var made = await Add(own, "甲", "office");
            foreach (var name in new[] { "оffice", "ｏｆｆｉｃｅ", "office\u200B", "off\u00ADice", "ofﬁce" })
            {
                using var visitor = own.Visitor();
                var answer = await Target.Send(visitor, "/signin", "/signin", new() { ["name"] = name, ["password"] = made.Value!.Password });
                Assert.Contains("problem=wrong", answer.Headers.Location!.OriginalString, StringComparison.Ordinal);
            }
        }),
        new(Kind, "A person's name with signs that are not seen or that turn the reading direction", "Refused beside the field; rare characters and the middle dot of real names are taken", async t =>
        {
            await using var own = await t.Another();
            foreach (var sign in Signs) Assert.Contains("platform.people.name-unfit", (await Add(own, $"陈{sign}书宁", "chen.sn")).Problems.Select(p => p.Code));
            var number = 0;
            foreach (var name in new[] { "𠮷田", "阿卜杜拉·买买提", "㛃䶮", "O'Brien-李" }) Assert.True((await Add(own, name, $"p{number++}")).Ok, name);
        }),
        new(Kind, "Another name for a unit with such signs, to pass for a unit that there is", "Refused beside the field", async t =>
        {
            await using var own = await t.Another();
            foreach (var sign in Signs)
            {
                var result = await own.City.As(own.Plan.Office, (AddUnitAlias add) => add.Run(new() { Unit = own.Plan.Outsider.Unit, Alias = $"市教育{sign}局" }, default));
                Assert.Contains("programme.alias-unfit", result.Problems.Select(p => p.Code));
            }
            Assert.Equal(0, await own.Db(db => db.Set<UnitAlias>().CountAsync(a => a.UnitId == own.Plan.Outsider.Unit)));
        }),
        new(Kind, "One name written in two ways (composed and not)", "Kept in one: the second is the same", async t =>
        {
            await using var own = await t.Another();
            Task<OneMetre.Platform.Results.Result<Guid>> Alias(string alias) => own.City.As(own.Plan.Office, (AddUnitAlias add) => add.Run(new() { Unit = own.Plan.Outsider.Unit, Alias = alias }, default));
            Assert.True((await Alias("Caf\u00E9局")).Ok);
            Assert.Contains("programme.alias-taken", (await Alias("Cafe\u0301局")).Problems.Select(p => p.Code));
        }),
    ];

    static async Task<OneMetre.Platform.Results.Result<Handed>> Add(Target t, string name, string account)
    {
        var security = await t.Somebody(RoleCode.SecurityAdmin, "安全员");
        return await t.City.As(security, (AddPerson add) => add.Run(new() { Name = name, Account = account, Unit = t.Plan.Lead.Unit, Role = nameof(RoleCode.DeptContact) }, default));
    }
}
