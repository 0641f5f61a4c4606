using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;
using OneMetre.Platform.Units;
using OneMetre.Programme;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reviewing;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Reviewing;

public class ReviewTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Of_two_reviewers_the_second_is_told_and_loses_nothing(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var import = await Read(city, office);
        var entry = (await Drafts.Sheet(city, office, import)).Tasks.First();

        var first = await city.As(office, (EditEntry edit) => edit.Run(import, entry.Id, entry.Version, entry.Task with { Title = "甲的标题" }, false, default));
        Assert.True(first.Ok);
        var second = await city.As(office, (EditEntry edit) => edit.Run(import, entry.Id, entry.Version, entry.Task with { Text = "乙的正文" }, false, default));
        Assert.Equal(ReviewDesk.Changed, Assert.Single(second.Problems));

        var theirs = (await Drafts.Sheet(city, office, import)).Entries.Single(e => e.Id == entry.Id);
        Assert.Equal("甲的标题", theirs.Task.Title);
        var mine = EntryForm.Of(entry with { Body = entry.Task with { Text = "乙的正文" } });
        Assert.Equal(["title", "text"], EntryMerge.Between(theirs, mine).Select(c => c.Field));
        var both = (DraftTask)EntryMerge.Chosen(theirs, mine, field => field == "title").Read(theirs, []).Value!;
        Assert.Equal(("甲的标题", "乙的正文"), (both.Title, both.Text));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task One_decision_about_a_name_holds_for_every_place_and_for_later_documents(string engine)
    {
        await using var city = await City.On(engine);
        var (office, units) = await Drafts.People(city);
        var text = Drafts.First.Replace("市卫生健康委员会", "市卫健委", StringComparison.Ordinal);
        var import = await Drafts.Upload(city, office, text);
        await Drafts.Read(city, office, import);
        var sheet = await Drafts.Sheet(city, office, import);
        Assert.Equal(["市卫健委"], sheet.Unmatched);
        var match = sheet.Matches["市卫健委"];
        Assert.Equal(units[0].Unit, match.UnitId); // proposed, not taken

        Assert.True((await city.As(office, (MatchUnit one) => one.Run(import, match.Id, match.Version, $"unit:{units[0].Unit}", true, default))).Ok);
        Assert.Empty((await Drafts.Sheet(city, office, import)).Unmatched);
        var names = await city.Use((UnitRegister register) => register.Names(default));
        Assert.Equal(units[0].Unit, Assert.Single(names.Candidates("市卫健委")).UnitId);

        var again = await city.As(office, (MatchUnit one) => one.Run(import, match.Id, match.Version, "new-unit", true, default));
        Assert.Equal("programme.match-changed", Assert.Single(again.Problems).Code);
    }

    [Fact]
    public async Task Names_are_sorted_by_how_alike_they_are_and_one_answer_settles_both_names_of_a_body()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        // A district's plan in a city: its 教育局 is not the city's, whether printed with 区 or bare.
        var import = await Read(city, office, Drafts.First.Replace("牵头单位：市教育局", "牵头单位：教育局", StringComparison.Ordinal).Replace("市教育局", "区教育局", StringComparison.Ordinal)
            .Replace("市财政局", "区某某公司", StringComparison.Ordinal).Replace("市民政局", "各镇街", StringComparison.Ordinal));
        var open = await Open(city, office, import);
        Assert.Equal(["区教育局", "区某某公司", "教育局", "各镇街"], open.Select(n => n.Name));
        Assert.Equal([true, false, true, false], open.Select(n => n.Doubtful));
        Assert.Equal(["", "new-unit", "", "new-group"], open.Select(n => n.Proposed));
        Assert.Equal(open[0].Match.Id, open[2].SameAs?.Id);
        Assert.False(open[2].ForLater);

        var settled = await city.As(office, (MatchUnit match) => match.Run(import, [new(open[2].Match.Id, open[2].Match.Version, $"same:{open[0].Match.Id}", false), new(open[0].Match.Id, open[0].Match.Version, "new-unit", true)], default));
        Assert.Equal((2, 0), (settled.Value!.Settled, settled.Value.Passed.Count));
        var sheet = await Drafts.Sheet(city, office, import);
        Assert.Equal(sheet.Matches["区教育局"].UnitId, sheet.Matches["教育局"].UnitId);
        Assert.False(await city.Use((UnitRegister register) => register.Aliases.AnyAsync(a => a.Name == "教育局")));
    }

    [Fact]
    public async Task What_a_colleague_has_settled_or_nothing_was_chosen_for_stays_as_it_is()
    {
        await using var city = await City.On("Sqlite");
        var (office, units) = await Drafts.People(city);
        var import = await Read(city, office, Drafts.First.Replace("市财政局", "市某某公司", StringComparison.Ordinal).Replace("市民政局", "市某某集团", StringComparison.Ordinal));
        var open = await Open(city, office, import);
        var colleague = open.Single(n => n.Name == "市某某公司").Match;
        Assert.True((await city.As(office, (MatchUnit one) => one.Run(import, colleague.Id, colleague.Version, $"unit:{units[0].Unit}", false, default))).Ok);

        var settled = await city.As(office, (MatchUnit match) => match.Run(import, [.. open.Select(n => new NameDecision(n.Match.Id, n.Match.Version, n.Name == "市某某公司" ? "new-unit" : "unit:" + Guid.Empty, true))], default));
        Assert.Equal(["programme.match-changed", "programme.match-no-choice"], settled.Value!.Passed.Select(p => p.Code).Order());
        var sheet = await Drafts.Sheet(city, office, import);
        Assert.Equal(units[0].Unit, sheet.Matches["市某某公司"].UnitId);
        Assert.Equal(["市某某集团"], sheet.Unmatched);
    }

    [Fact]
    public async Task A_name_that_another_draft_has_registered_meanwhile_is_proposed()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var text = Drafts.First.Replace("市财政局", "市某某公司", StringComparison.Ordinal);
        var (first, second) = (await Read(city, office, text), await Read(city, office, text + "\n另行印发。"));
        var match = (await Drafts.Sheet(city, office, first)).Matches["市某某公司"];
        Assert.True((await city.As(office, (MatchUnit one) => one.Run(first, match.Id, match.Version, "new-unit", true, default))).Ok);
        Assert.True(Assert.Single(await Open(city, office, second)).Likely);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_review_and_the_settling_of_names_ask_the_same_number_of_questions_for_few_names_and_for_many(string engine)
    {
        var count = new CountCommands();
        await using var city = await City.On(engine, more: count.Listen);
        var (office, _) = await Drafts.People(city);
        var (few, many) = (await Asked(1, 1), await Asked(2, 40));
        Assert.Equal(few.Shown, many.Shown);
        Assert.InRange(few.Shown, 1, 15);
        // A unit, the match and what the audit keeps of both are written for each name; nothing is asked for each.
        Assert.InRange(many.Settled - few.Settled, 0, 39 * 4);

        async Task<(int Shown, int Settled)> Asked(int from, int names)
        {
            var import = await Read(city, office, Drafts.First.Replace("市财政局", string.Join('、', Enumerable.Range(from, names).Select(i => $"市{Word(i)}公司")), StringComparison.Ordinal));
            count.Start();
            await city.As(office, async (OpenReview open) =>
            {
                var screen = (await open.Run(import, null, null, false, null, default))!;
                Assert.Equal((names, true), (screen.OpenNames.Count, ApplyCheck.Left(screen.Obstacles) > names));
            });
            var shown = count.Commands;
            var lines = await Open(city, office, import);
            count.Start();
            await city.As(office, (MatchUnit match) => match.Run(import, [.. lines.Select(n => new NameDecision(n.Match.Id, n.Match.Version, n.Fresh, true))], default));
            return (shown, count.Commands);
        }

        static string Word(int i) => $"{"甲乙丙丁戊己庚辛壬癸"[i % 10]}{"子丑寅卯辰巳午未申酉"[i / 10]}{"金木水火土"[i % 5]}";
    }

    [Fact]
    public void A_name_longer_than_a_field_or_broken_over_lines_is_matched_as_the_field_shows_it()
    {
        DraftUnit[] units = [new("市教育\n体育局", UnitRole.Lead, null, false), new(new string('长', 130), UnitRole.Cooperating, null, false)];
        var task = new DraftTask("1", null, null, null, null, "题", "正文。", units, [], [], null, [], 1);
        var draft = new PlanDraft(new("方案", null, null, null, null, null, null, null, null, null, null, [], []), [task], [], [], [], [], new(0, 0, 1), []);
        var rows = new DraftRows(Guid.Empty, new(OneMetre.Platform.Documents.DocumentFormat.Text, [], []), draft, new([]), new([]), () => Guid.Empty);
        var names = DraftJson.Read<DraftTask>(rows.Entries[0].Body).Units.Select(u => u.Name).ToList();
        Assert.Equal(["市教育 体育局", new string('长', 120)], names);
        Assert.Equal(names, rows.Matches.Select(m => m.PrintedName));
    }

    static async Task<IReadOnlyList<OpenName>> Open(City city, Actor office, Guid import) =>
        OpenName.Of(await Drafts.Sheet(city, office, import), await city.Use((UnitRegister register) => register.Names(default)));

    [Fact]
    public async Task A_name_of_a_class_becomes_a_group()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Upload(city, office, Drafts.First.Replace("市财政局", "各镇街", StringComparison.Ordinal));
        await Drafts.Read(city, office, import);
        var match = (await Drafts.Sheet(city, office, import)).Matches["各镇街"];
        Assert.True((await city.As(office, (MatchUnit one) => one.Run(import, match.Id, match.Version, "new-group", false, default))).Ok);
        Assert.NotNull((await Drafts.Sheet(city, office, import)).Matches["各镇街"].GroupId);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_task_can_be_split_and_joined_again(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var import = await Read(city, office);
        var whole = (await Drafts.Sheet(city, office, import)).Tasks.Single(e => e.Label == "行动2");
        var at = SplitEntry.Places(whole.Task.Text)[0];
        Assert.True((await city.As(office, (SplitEntry split) => split.Run(import, whole.Id, whole.Version, at, default))).Ok);

        var tasks = (await Drafts.Sheet(city, office, import)).Tasks.ToList();
        Assert.Equal(["行动1", "行动2", "行动2", "行动3"], tasks.Select(t => t.Label));
        Assert.Equal(whole.Task.Text, tasks[1].Task.Text + tasks[2].Task.Text);
        Assert.Equal(whole.Units.Count, tasks[2].Units.Count);
        Assert.Equal(whole.Targets.Count, tasks[1].Targets.Count + tasks[2].Targets.Count);

        Assert.True((await city.As(office, (MergeEntry merge) => merge.Run(import, tasks[1].Id, tasks[1].Version, default))).Ok);
        var joined = await Drafts.Sheet(city, office, import);
        Assert.Equal(3, joined.Tasks.Count());
        Assert.Equal(whole.Targets.Count, joined.Tasks.Single(e => e.Id == whole.Id).Targets.Count);
        Assert.Equal(EntryState.Dropped, joined.Entries.Single(e => e.Id == tasks[2].Id).State);
    }

    [Fact]
    public async Task Only_what_is_likely_right_is_confirmed_at_one_stroke()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var import = await Read(city, office, Drafts.First.Replace("市财政局", "市某某新局", StringComparison.Ordinal));
        await city.As(office, (ConfirmSure confirm) => confirm.Run(import, null, default));
        var sheet = await Drafts.Sheet(city, office, import);
        Assert.Equal(EntryState.Open, sheet.Tasks.Single(e => e.Label == "行动1").State); // its unit is unknown
        Assert.All(sheet.Live.Where(e => e.State == EntryState.Confirmed), e => Assert.True(sheet.IsSure(e)));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_named_by_its_field()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var entry = (await Drafts.Sheet(city, office, await Read(city, office))).Tasks.First();
        var values = EntryForm.Of(entry).Fields.ToDictionary();
        (values["t0.value"], values["t0.deadline"]) = ("四点六", "明年");
        var read = new EntryForm(EntryKind.Task, values).Read(entry, []);
        Assert.Equal(["t0.deadline", "t0.value"], read.Problems.Select(p => p.Field!).Order());
    }

    [Fact]
    public void An_entry_shown_and_read_back_unchanged_is_the_same()
    {
        var unit = new DraftUnit("市教育局", UnitRole.Lead, "牵头单位", false, new Place(3, 10, 4), 0.9);
        var target = new DraftTarget("不少于2\n次", "筛查", ">=", 2, null, "次", "--12-31", "per_term", TargetKind.Quantified, true, new Place(3, 2, 5), 0.8);
        var task = new DraftTask("行动2", "（一）", "公共服务", null, null, "守护", "正文。", [unit], [target], [], null, [new Place(3, 0, 20)], 0.9);
        var entry = new ReviewEntry(Guid.Empty, EntryKind.Task, 1, task, 0.9, EntryState.Open, null, null, 0);
        var read = EntryForm.Of(entry).Read(entry, [entry]);
        Assert.True(read.Ok);
        Assert.Equal(DraftJson.Write(task), DraftJson.Write((DraftTask)read.Value!));
    }

    static async Task<Guid> Read(City city, Actor office, string text = Drafts.First)
    {
        var import = await Drafts.Upload(city, office, text);
        await Drafts.Read(city, office, import);
        return import;
    }
}
