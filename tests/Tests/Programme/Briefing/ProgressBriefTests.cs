using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Programme.Briefing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reporting;
using OneMetre.Programme.Returning;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme.Returning;
using static OneMetre.Tests.Fixtures.PaperFile;

namespace OneMetre.Tests.Programme.Briefing;

/// <summary>The brief of a round says what is on record, all of it, and nothing else.</summary>
public partial class ProgressBriefTests
{
    static readonly Uri Root = new("https://city.example");

    static BriefFacts Any(Random chance)
    {
        var (units, next) = (Enumerable.Range(1, 6).Select(n => $"第{n}局").ToList(), 0);
        string? Words(string what) => chance.Next(3) == 0 ? null : $"{what}{++next}号{(chance.Next(2) == 0 ? "。" : "")}{(chance.Next(4) == 0 ? "\r\n另行说明" : "")}";
        BriefTask Task(int n)
        {
            var leads = units.OrderBy(_ => chance.Next()).Take(chance.Next(1, 3)).ToList();
            var heard = chance.Next(leads.Count + 1);
            return new(Guid.NewGuid(), n.ToString(CultureInfo.InvariantCulture), $"任务{n}", null,
                [.. leads.Take(heard).Select(u => new LeadWord(Guid.NewGuid(), u, (ReturnAnswer)chance.Next(5), chance.Next(3) == 0 ? null : chance.Next(101), Words("进展"), Words("问题"), Words("打算"), [.. Enumerable.Range(0, chance.Next(3)).Select(_ => Guid.NewGuid())]))],
                [.. leads.Skip(heard)], [.. Enumerable.Range(0, chance.Next(3)).Select(t => new BriefTarget($"目标{t}", chance.Next(2) == 0 ? null : chance.Next(100), "个"))]);
        }
        return new(Guid.NewGuid(), "示范市", new(PeriodKind.Half, 2026, 1), ["实施方案"], [.. Enumerable.Range(1, chance.Next(1, 5)).Select(d => new BriefDomain($"领域{d}", [.. Enumerable.Range(d * 100, chance.Next(1, 9)).Select(Task)]))],
            [.. units.Select(u => new BriefReturn(Guid.NewGuid(), u, (ReturnState)chance.Next(5), chance.Next(3) == 0 ? null : new DateOnly(2026, 7, chance.Next(1, 20)), chance.Next(2) == 0)).Select(r => r.HandedIn is null ? r with { InTime = false } : r)],
            [.. Enumerable.Range(1, chance.Next(4)).Select(n => new BriefOrder(Guid.NewGuid(), $"督〔2026〕{n}号", $"事项{n}", units[0], (OrderState)chance.Next(1, 8), new(2026, 8, n), chance.Next(2) == 0))], null, new(2026, 7, 20));
    }

    [GeneratedRegex(@"(?:已完成|有新进展|按计划推进|进度滞后|推进困难|尚无采纳的报送)(\d+)项")]
    private static partial Regex Standing();

    [Fact]
    public void Parts_make_the_whole_and_every_word_of_a_unit_stands_once_with_its_source() => Assert.All(Enumerable.Range(0, 300), seed =>
    {
        var facts = Any(new Random(seed));
        var reader = CultureInfo.CurrentUICulture;
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(seed % 2 == 0 ? "en" : "zh-CN"); // whoever reads the page: the paper is Chinese
        var pieces = ProgressBrief.Of(facts, Root).ToList();
        CultureInfo.CurrentUICulture = reader;
        Assert.Contains("2026年上半年工作进展情况", Said(pieces[0]), StringComparison.Ordinal);
        int Sum(string text) => Standing().Matches(text).Sum(m => int.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
        var tasks = facts.Tasks.ToList();
        Assert.Equal(tasks.Count, Sum(pieces.Select(Said).Single(t => t.StartsWith("按牵头单位报送", StringComparison.Ordinal))));
        Assert.Equal(facts.Domains.Select(d => d.Tasks.Count), pieces.Select(Said).Where(t => t.StartsWith("本领域任务", StringComparison.Ordinal)).Select(Sum));
        Assert.Equal(tasks.Count, pieces.OfType<PaperPiece.Table>().Single().Rows.Count);
        var whole = string.Join('\n', pieces.Select(Said));
        var links = pieces.OfType<PaperPiece.Paragraph>().SelectMany(p => p.Texts).Where(t => t.Link is not null).ToList();
        foreach (var word in tasks.SelectMany(t => t.Words))
            foreach (var text in new[] { word.Said, word.Problems, word.NextSteps }.OfType<string>())
                Assert.Single(links, l => l.Link!.AbsolutePath == $"/returns/{word.Sheet}" && l.Text.Contains(text.Split("。")[0].Split("\r\n")[0], StringComparison.Ordinal));
        Assert.DoesNotMatch("。。|，。|、。|：。|\\r", whole);
        foreach (var silent in facts.Returns.Where(r => r.State != ReturnState.Accepted)) Assert.Contains(silent.Unit, pieces.Select(Said).Single(t => t.Contains("尚未采纳，其内容", StringComparison.Ordinal)), StringComparison.Ordinal);
        var (inTime, late, missing) = facts.Punctual;
        Assert.Equal(facts.Returns.Count, inTime + late + missing);
    });

    [Fact]
    public void The_lead_that_is_furthest_from_its_plan_speaks_for_a_task_and_done_is_what_all_have_done()
    {
        LeadWord Word(ReturnAnswer answer, int? progress = null) => new(Guid.Empty, "局", answer, progress, null, null, null, []);
        BriefTask Task(string[] silent, params LeadWord[] words) => new(Guid.Empty, "", "", null, words, silent, []);
        Assert.Equal(ReturnAnswer.Behind, Task([], Word(ReturnAnswer.Done), Word(ReturnAnswer.Behind)).Standing);
        Assert.Equal(ReturnAnswer.Done, Task([], Word(ReturnAnswer.Done, 100), Word(ReturnAnswer.Done, 100)).Standing);
        Assert.Equal(ReturnAnswer.OnPlan, Task(["另一局"], Word(ReturnAnswer.Done)).Standing); // the other lead has not said so
        Assert.Null(Task(["局"]).Standing);
        Assert.Equal(30, Task([], Word(ReturnAnswer.OnPlan, 60), Word(ReturnAnswer.OnPlan, 30)).Progress);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Words_stand_in_it_once_they_are_accepted_and_not_before(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        async Task<string> Brief() => string.Join('\n', (await scene.City.As(scene.Plan.Office, (ReadBrief read) => read.Run(scene.Round, Root, default)))!.Pieces.Select(Said));
        await scene.Say(scene.Plan.Lead, l => (l.Answer, l.Progress, l.Said) = (nameof(ReturnAnswer.Advanced), "55", "校门口的等候区建成三处"));
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead, f => f.MissingWhy = "已电话核实")).Ok);
        Assert.DoesNotContain("等候区建成三处", await Brief(), StringComparison.Ordinal);
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.Approve, scene.LeadLeader)).Ok);
        Assert.Contains("尚无采纳的报送1项", await Brief(), StringComparison.Ordinal);
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.Accept, scene.Plan.Office)).Ok);
        var brief = await Brief();
        Assert.Contains("等候区建成三处。", brief, StringComparison.Ordinal);
        Assert.Contains("有新进展1项", brief, StringComparison.Ordinal);
        Assert.Null(await scene.City.As(scene.Plan.Office, (ReadBrief read) => read.Run(Guid.CreateVersion7(), Root, default)));

        using var file = await scene.City.As(scene.Plan.Office, async (BriefPaper paper) => PaperFile.Of(paper, (await paper.Of(scene.Round, Root, default))!));
        PaperFile.IsValid(file);
        var written = PaperFile.Text(file);
        Assert.Contains("一、总体情况", written, StringComparison.Ordinal);
        Assert.Contains("五、下一步工作", written, StringComparison.Ordinal);
        Assert.Contains("等候区建成三处。", written, StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Values_are_those_of_the_round_and_in_time_is_what_has_left_the_unit(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        async Task<BriefFacts> Facts() => (await scene.City.As(scene.Plan.Office, (ReadBrief read) => read.Run(scene.Round, Root, default)))!.Facts;
        Assert.True((await scene.Say(scene.Plan.Lead, l => { (l.Answer, l.Progress) = ("Advanced", "55"); l.Figures[scene.Plan.Target] = "3.2"; })).Ok);
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.HandIn, scene.Plan.Lead, f => f.MissingWhy = "已电话核实")).Ok);
        Assert.Null((await Facts()).Returns.Single(r => r.Unit == "市教育局").HandedIn); // its leader has not let it go
        scene.Clock.Move(TimeSpan.FromDays(30));
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.Approve, scene.LeadLeader)).Ok);
        Assert.Equal((new DateOnly(2026, 10, 31), false), (await Facts()).Returns.Single(r => r.Unit == "市教育局") is var late ? (late.HandedIn!.Value, late.InTime) : default);
        Assert.Null((await Facts()).Tasks.Single().Targets[0].Current);
        Assert.True((await scene.Move(scene.Plan.Lead, ReturnMove.Accept, scene.Plan.Office)).Ok);
        var version = (await scene.Plan.Read(scene.City)).Version;
        Assert.True((await scene.City.As(scene.Plan.Lead, (ReportProgress report) => report.Run(scene.Plan.Task, new() { Version = version, Progress = "60", Text = "又建成一处", Readings = [new() { Target = scene.Plan.Target, Value = "9.9" }] }, default))).Ok);
        Assert.Equal(3.2m, (await Facts()).Tasks.Single().Targets[0].Current); // what is reported since is not of this round
    }
}
