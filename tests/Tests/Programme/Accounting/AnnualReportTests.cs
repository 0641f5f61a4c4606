using System.Net;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Files;
using OneMetre.Platform.Time;
using OneMetre.Programme.Accounting;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme.Returning;
using static OneMetre.Tests.Fixtures.PaperFile;

namespace OneMetre.Tests.Programme.Accounting;

/// <summary>The report of a year says what the record says, and nothing that may not be told yet.</summary>
public sealed class AnnualReportTests
{
    static readonly Uri Root = new("http://city.example");

    [Fact]
    public void The_parts_make_the_whole_and_every_chapter_says_something()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var chance = new Random(seed);
            AnnualDomain Domain(int n)
            {
                var tasks = chance.Next(1, 30);
                var done = chance.Next(tasks + 1);
                return new($"领域{n}", tasks, done, chance.Next(tasks - done + 1));
            }
            var day = new DateOnly(2026, 12, 31);
            var facts = new AnnualFacts("示范市", 2026, chance.Next(2) == 0 ? day : day.AddDays(40), chance.Next(3) == 0 ? [] : ["方案"], [.. Enumerable.Range(1, chance.Next(5)).Select(Domain)], (chance.Next(9), chance.Next(9)),
                [.. Enumerable.Range(0, chance.Next(3)).Select(_ => new AnnualRound(Guid.NewGuid(), new(PeriodKind.Half, 2026, 1), 9, 5, chance.Next(3), chance.Next(2)))], null, null, [],
                [.. Enumerable.Range(0, chance.Next(3)).Select(_ => new AnnualInspection(Guid.NewGuid(), "检查", day, 5, 1, chance.Next(6)))], [], [.. Enumerable.Range(0, chance.Next(3)).Select(n => new AnnualMeeting(Guid.NewGuid(), "会议", day, n, n / 2))],
                [.. Enumerable.Range(0, chance.Next(3)).Select(n => new AnnualImpact(Guid.NewGuid(), "评价", "市教育局", n == 0 ? null : "采纳", null, n * 7))], chance.Next(4), [], new(chance.Next(3) * 10_000m, 5_000m, 1), [], chance.Next(5), []);
            var pieces = AnnualReport.Of(facts, Root).ToList();
            var text = string.Join('\n', pieces.Select(Said));
            Assert.All(AnnualReport.Chapters, chapter => Assert.NotEmpty(AnnualReport.Of(chapter, facts, Root)));
            Assert.DoesNotContain(pieces, p => p is PaperPiece.Paragraph && Said(p).Length == 0);
            Assert.Contains($"任务{facts.Tasks}项，累计完成{facts.Completed}项", text, StringComparison.Ordinal);
            Assert.Equal(!facts.Over, text.Contains("2026年尚未结束", StringComparison.Ordinal));
            if (pieces.OfType<PaperPiece.Table>().SingleOrDefault() is { } table)
            {
                int Column(int n) => table.Rows.SkipLast(1).Sum(r => int.Parse(r[n].Text, null));
                Assert.Equal([$"{Column(1)}", $"{Column(2)}", $"{Column(3)}"], table.Rows[^1].Skip(1).Take(3).Select(c => c.Text));
            }
            using var file = PaperFile.Of(new AnnualPaper(null!, null!, TimeProvider.System), AnnualPaper.Said(facts, Root, "市妇儿工委办"));
            PaperFile.IsValid(file);
            Assert.Contains("九、下一年工作", PaperFile.Text(file), StringComparison.Ordinal);
        }
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_report_is_the_record_of_the_year_without_what_may_not_be_told(string engine)
    {
        await using var scene = await ReturnScene.On(engine);
        var (office, unit) = (scene.Plan.Office, scene.Plan.Lead.Unit);
        await scene.City.As(office, async (CityDb db) =>
        {
            Guid Id() => Guid.CreateVersion7();
            var hidden = new Inspection { Id = Id(), Kind = InspectionKind.Unannounced, Title = "没有公布的检查", FromDay = new(2026, 9, 1), ToDay = new(2026, 9, 2), State = InspectionState.UnderWay, PlannedOn = new(2026, 8, 1), RevealAt = new DateTime(2026, 12, 1, 0, 0, 0, DateTimeKind.Utc), CreatedAt = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc) };
            var issued = new Inspection { Id = Id(), Kind = InspectionKind.Field, Title = "已经印发的检查", FromDay = new(2026, 9, 1), ToDay = new(2026, 9, 2), State = InspectionState.Issued, PlannedOn = new(2026, 8, 1), IssuedOn = new(2026, 9, 9), CreatedAt = new DateTime(2026, 8, 1, 0, 0, 0, DateTimeKind.Utc) };
            var finding = new InspectionFinding { Id = Id(), InspectionId = issued.Id, UnitId = unit, Severity = FindingSeverity.Serious, Text = "栏杆松动", Demand = "修好", PersonName = "方", At = new DateTime(2026, 9, 2, 0, 0, 0, DateTimeKind.Utc) };
            db.AddRange(hidden, issued, finding, new InspectionFinding { Id = Id(), InspectionId = hidden.Id, UnitId = unit, Text = "没有公布的问题", Demand = "x", PersonName = "方", At = new DateTime(2026, 9, 2, 0, 0, 0, DateTimeKind.Utc) },
                new FindingCheck { Id = Id(), InspectionId = issued.Id, FindingId = finding.Id, Passed = true, Text = "已修好", PersonName = "方", At = new DateTime(2026, 9, 20, 0, 0, 0, DateTimeKind.Utc) });
            var impact = new ImpactAssessment { Id = Id(), Title = "上学路改造", UnitId = unit, State = ImpactState.Assessing, Depth = ImpactDepth.Full, RegisteredOn = new(2026, 3, 1), WhatChanged = "没有公布的改变" };
            db.AddRange(impact, new ImpactHearing { Id = Id(), ImpactId = impact.Id, On = new(2026, 4, 1), Number = 12, AgeFrom = 6, AgeTo = 12, Said = "树荫" }, new ImpactHearing { Id = Id(), ImpactId = impact.Id, On = new(2026, 4, 2), Number = 3, AgeFrom = 6, AgeTo = 7, Said = "树荫" }, new ImpactHearing { Id = Id(), ImpactId = impact.Id, On = new(2025, 4, 2), Number = 50, AgeFrom = 6, AgeTo = 7, Said = "往年" });
            var project = new KeyProject { Id = Id(), Name = "公园", UnitId = unit };
            db.AddRange(project, new ProjectFund { Id = Id(), ProjectId = project.Id, Year = 2026, Source = FundSource.Own, Planned = 2_000_000, Paid = 500_000 }, new ProjectFund { Id = Id(), ProjectId = project.Id, Year = 2025, Source = FundSource.Own, Planned = 9_000_000 });
            await db.SaveChangesAsync();
        });
        var facts = await scene.City.As(office, (ReadAnnual read) => read.Run(2026, default));
        var text = string.Join('\n', AnnualReport.Of(facts, Root).Select(Said));
        var tasks = await scene.City.Use((CityDb db) => db.Set<ProgrammeTask>().CountAsync(t => t.State != TaskState.Cancelled && t.DroppedInVersion == null));
        Assert.Equal((tasks, 12, 1, 1, 1), (facts.Tasks, facts.Heard, facts.Inspections.Count, facts.Inspections[0].Findings, facts.Inspections[0].PutRight));
        Assert.Equal(new FundSum(2_000_000, 500_000, 1), facts.Money);
        Assert.Contains("计划200万元，到位50万元，到位率25%", text, StringComparison.Ordinal);
        Assert.DoesNotContain("没有公布", text, StringComparison.Ordinal);
        Assert.Single(facts.Rounds);
        Assert.Equal(facts.Rounds[0].Owed, facts.Rounds[0].InTime + facts.Rounds[0].Late + facts.Rounds[0].Missing);

        // Of a year before anything began, and of one to come, there is none.
        Assert.Null(await scene.City.As(office, (AnnualPaper paper) => paper.Of(1999, Root, default)));
        Assert.Null(await scene.City.As(office, (AnnualPaper paper) => paper.Of(2027, Root, default)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_page_and_the_paper_are_the_offices(string engine)
    {
        await using var running = await RunningCity.On(engine);
        var plan = await SmallPlan.In(running.City);
        var year = (await running.City.As(plan.Office, (ReadAnnual read) => read.Years(default)))[0];
        foreach (var (actor, status) in new[] { (plan.Office, HttpStatusCode.OK), (plan.Lead, HttpStatusCode.Forbidden), (plan.County, HttpStatusCode.Forbidden) })
        {
            using var browser = await running.SignedIn(actor);
            foreach (var address in new[] { "/annual", $"/annual/{year}", $"/annual/{year}.docx" }) Assert.Equal(status, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
            if (status != HttpStatusCode.OK) continue;
            foreach (var address in new[] { "/annual/1234", "/annual/1234.docx", "/annual/99999999" }) Assert.Equal(HttpStatusCode.NotFound, (await browser.GetAsync(new Uri(address, UriKind.Relative))).StatusCode);
        }
    }
}
