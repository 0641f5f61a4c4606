using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Indicators.Alerting;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Data;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Results;
using OneMetre.Tests.Fixtures;
using static OneMetre.Tests.Indicators.Alerting.WarningScene;

namespace OneMetre.Tests.Indicators.Alerting;

/// <summary>When a warning is raised, kept, cleared by itself and raised again.</summary>
public class RaiseWarningsTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_county_that_lags_is_warned_of_once_however_often_the_figures_are_looked_at(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 802);

        Assert.True((await scene.Look()).New > 0);
        var lag = await scene.Warning(WarningRule.Lag);
        Assert.Equal((Light.Red, Year(2026), WarningState.Raised, scene.County.Unit), (lag.Light, lag.Period, lag.State, lag.OwnerUnitId));
        Assert.DoesNotContain(await scene.Warnings(), w => w.Rule == WarningRule.Lag && w.RegionCode == Second);

        Assert.Equal(new Raised(0, 0), await scene.Look());
        Assert.Equal(lag.Version, (await scene.Warning(WarningRule.Lag)).Version);
        Assert.Single(await scene.Steps(lag.Id));
        var told = await city.As(scene.County, (NoticeBoard board) => board.Own.ToListAsync());
        Assert.Equal("indicators.notice-warned", Assert.Single(told).Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task It_clears_itself_when_its_cause_is_gone_and_comes_back_with_its_cause(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 802);
        await scene.Look();
        var lag = await scene.Warning(WarningRule.Lag);

        await scene.Checked(First, 2026, 850);
        await scene.Look();
        Assert.Equal(WarningState.Cleared, (await scene.Warning(WarningRule.Lag)).State);
        Assert.Equal(("indicators.warning-cause-gone", (Guid?)null), ((await scene.Steps(lag.Id))[^1].Code, (await scene.Steps(lag.Id))[^1].PersonId));

        await scene.Checked(First, 2026, 802);
        await scene.Look();
        Assert.Equal((WarningState.Raised, lag.Id), ((await scene.Warning(WarningRule.Lag)).State, (await scene.Warning(WarningRule.Lag)).Id));
        Assert.Equal("indicators.warning-again", (await scene.Steps(lag.Id))[^1].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_a_person_has_cleared_comes_back_only_with_another_figure(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 802);
        await scene.Look();
        var lag = await scene.Warning(WarningRule.Lag);
        Assert.True(await scene.Do(scene.Bureau, lag.Id, WarningState.Cleared));

        await scene.Look();
        Assert.Equal(WarningState.Cleared, (await scene.Warning(WarningRule.Lag)).State);
        await scene.Checked(First, 2026, 803);
        await scene.Look();
        Assert.Equal(WarningState.Raised, (await scene.Warning(WarningRule.Lag)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Newer_figures_end_the_warnings_of_older_ones_but_not_a_supervision(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        foreach (var county in new[] { First, Second })
        {
            await scene.Checked(county, 2024, 800);
            await scene.Checked(county, 2025, 600);
        }
        await scene.Look();
        var jumps = (await scene.Warnings()).Where(w => w.Rule == WarningRule.Jump).ToList();
        Assert.Equal(3, jumps.Count); // the city and both counties
        Assert.True(await scene.Do(scene.Office, (await scene.Warning(WarningRule.Jump, Second)).Id, WarningState.Escalated));

        await scene.Checked(First, 2026, 610);
        await scene.Checked(Second, 2026, 611);
        await scene.Look();
        Assert.Equal([WarningState.Cleared, WarningState.Cleared, WarningState.Escalated], (await scene.Warnings()).Where(w => w.Rule == WarningRule.Jump && w.Period == Year(2025)).Select(w => w.State));
        Assert.Equal("indicators.warning-overtaken", (await scene.Steps(jumps[0].Id))[^1].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_figure_that_only_some_counties_stand_behind_is_not_judged(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 600);
        await scene.Checked(Second, 2026, null);
        await scene.Look();
        Assert.DoesNotContain(await scene.Warnings(), w => w.RegionCode == CityCode);
        Assert.Contains(await scene.Warnings(), w => w.RegionCode == First && w.Rule == WarningRule.Jump);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_late_sheet_is_one_warning_until_it_is_handed_on(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        var sheet = await scene.Sheet(scene.County, 2026, new(2026, 11, 1), SubmissionState.Draft);
        await scene.Look();
        var due = await scene.Warning(WarningRule.Due);
        Assert.Equal((Light.Orange, sheet, scene.County.Unit, Subject), (due.Light, due.SubmissionId, due.OwnerUnitId, due.IndicatorId));

        await city.Use((CityDb db) => db.Set<Submission>().ExecuteUpdateAsync(s => s.SetProperty(x => x.State, SubmissionState.Signed)));
        await scene.Look();
        Assert.Equal(WarningState.Cleared, (await scene.Warning(WarningRule.Due)).State);
        Assert.DoesNotContain(await scene.Warnings(), w => w.Rule == WarningRule.NoData); // it waits for its lock
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_sheet_that_was_locked_blank_is_no_data(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, null);
        await scene.Sheet(scene.County, 2026, new(2026, 11, 1), SubmissionState.Locked);
        await scene.Look();
        Assert.Equal(Light.Orange, (await scene.Warning(WarningRule.NoData)).Light);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Settings_change_what_is_warned_of(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2026, 826); // 33 % of the way was to go, 26 % are done
        await scene.Look();
        Assert.DoesNotContain(await scene.Warnings(), w => w.Rule == WarningRule.Lag);

        var form = SetWarnings.Form.Of(new());
        form.LagYellow = "5";
        Assert.Equal(1, (await city.As(scene.Bureau, (SetWarnings s) => s.Run(form, default))).Value!.New);
        Assert.Equal(Light.Yellow, (await scene.Warning(WarningRule.Lag)).Light);
        form.On.Remove(nameof(WarningRule.Lag));
        scene.LetTimePass();
        Assert.True((await city.As(scene.Office, (SetWarnings s) => s.Run(form, default))).Ok);
        var lag = await scene.Warning(WarningRule.Lag);
        Assert.Equal((WarningState.Cleared, "indicators.warning-rule-off"), (lag.State, (await scene.Steps(lag.Id))[^1].Code));

        form.LagOrange = "3";
        Assert.Equal("indicators.settings-lag-order", (await city.As(scene.Office, (SetWarnings s) => s.Run(form, default))).Problems[0].Code);
        Assert.False((await city.As(scene.Health, (SetWarnings s) => s.Run(SetWarnings.Form.Of(new()), default))).Ok);
        Assert.Equal(5, (await city.As(scene.Office, (SetWarnings s) => s.Chosen(default))).LagYellow);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_checks_run_over_all_history_and_again_after_a_crash(string engine)
    {
        await using var city = await City.On(engine, more: s => s.AddSingleton<JobHost>());
        var scene = await In(city);
        await scene.Usual();
        await scene.Checked(First, 2019, 1100);
        await scene.Look();
        Assert.DoesNotContain(await scene.Warnings(), w => w.Rule == WarningRule.LogicClash);

        Assert.True((await city.As(scene.Bureau, (ReadChecks c) => c.Ask(default))).Ok);
        Assert.True((await city.As(scene.Bureau, (ReadChecks c) => c.Ask(default))).Ok); // one is waiting already
        Assert.True(await city.Use((JobHost host) => host.RunNext(default)));
        Assert.False(await city.Use((JobHost host) => host.RunNext(default)));
        var clash = await scene.Warning(WarningRule.LogicClash);
        Assert.Equal((Year(2019), Subject, Light.Red), (clash.Period, clash.IndicatorId, clash.Light));
        Assert.Equal(["checked-children"], WarningArgs.Read(clash.Args).Select(a => $"{a}"));

        // The process died after it had saved, and the job is run once more.
        await city.Use((CityDb db) => db.Set<Job>().ExecuteUpdateAsync(s => s.SetProperty(j => j.State, JobState.Queued)));
        Assert.True(await city.Use((JobHost host) => host.RunNext(default)));
        Assert.Equal((JobState.Done, 100), await city.As(scene.Bureau, async (JobDesk desk) => await desk.Visible.Select(j => new { j.State, j.Percent }).SingleAsync() is var j ? (j.State, j.Percent) : default));
        Assert.Equal(clash.Version, (await scene.Warning(WarningRule.LogicClash)).Version);

        // The nightly look keeps it while it stands, and clears it when the old figure is put right.
        await scene.Look();
        Assert.Equal(WarningState.Raised, (await scene.Warning(WarningRule.LogicClash)).State);
        await scene.Checked(First, 2019, 900);
        await scene.Look();
        Assert.Equal(WarningState.Cleared, (await scene.Warning(WarningRule.LogicClash)).State);
        Assert.False((await city.As(scene.County, (ReadChecks c) => c.Ask(default))).Ok);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_figure_that_is_last_years_to_the_last_digit_is_perhaps_a_copy_and_no_contradiction(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await city.Use(async (CityDb db) =>
        {
            db.Add(new FigureCheck { Id = "copied-checked", Expression = "care.checked != lastyear(care.checked) or care.checked < 100", Severity = CheckSeverity.Warning, Message = "与上年完全相同", MessageEn = "The same as last year" });
            await db.SaveChangesAsync();
        });
        await scene.Usual();
        await scene.Checked(First, 2026, 800);
        await scene.Look();
        Assert.Equal("indicators.warning-copied", (await scene.Warning(WarningRule.Copied)).Code); // the rate came again: it is told once, for the indicator

        // Another number of children: the rate is a new one, but somebody wrote the same 800 down again.
        await city.Use(async (CityDb db) =>
        {
            (await db.Set<DataValue>().SingleAsync(v => v.ElementId == "care.children" && v.Period == Year(2026) && v.RegionCode == First)).Number = 990;
            db.Add(new ValueChange { ElementId = "care.children", Period = Year(2026), RegionCode = First });
            await db.SaveChangesAsync();
        });
        await scene.Look();
        var copied = await scene.Warning(WarningRule.Copied);
        Assert.Equal((EarlyWarning.OfChecks, Light.Yellow, "copied-checked"), (copied.Code, copied.Light, $"{Assert.Single(WarningArgs.Read(copied.Args))}"));
        Assert.DoesNotContain(await scene.Warnings(), w => w.Rule == WarningRule.LogicClash);

        var form = SetWarnings.Form.Of(new());
        form.On.Remove(nameof(WarningRule.Copied));
        scene.LetTimePass();
        Assert.True((await city.As(scene.Office, (SetWarnings s) => s.Run(form, default))).Ok);
        Assert.Equal(WarningState.Cleared, (await scene.Warning(WarningRule.Copied)).State);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_look_that_figures_have_overtaken_clears_nothing(string engine)
    {
        await using var city = await City.On(engine);
        var scene = await In(city);
        await scene.Usual();
        var slow = await city.Use((RaiseWarnings raise) => raise.Scan(new(), default));
        await scene.Checked(First, 2026, 1100);
        await scene.Look();

        Assert.Equal(0, (await city.Use((RaiseWarnings raise) => raise.Settle(slow, Year(2026), default))).Cleared);
        Assert.Equal(WarningState.Raised, (await scene.Warning(WarningRule.LogicClash)).State);

        await scene.Checked(First, 2026, 838);
        var next = await city.Use((RaiseWarnings raise) => raise.Scan(new(), default));
        Assert.Equal(1, (await city.Use((RaiseWarnings raise) => raise.Settle(next, Year(2026), default))).Cleared);
    }
}
