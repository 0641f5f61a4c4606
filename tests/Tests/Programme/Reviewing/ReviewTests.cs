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
