using OneMetre.Web.Demo;

namespace OneMetre.Tests.Demo;

public class DemoProgressTests
{
    static readonly DateOnly Today = new(2026, 11, 22);
    static readonly IReadOnlyList<DemoHistory> Story = DemoProgress.Of(SamplePlan.Current, Today);

    [Fact]
    public void Most_tasks_are_on_plan_some_behind_few_late_and_some_silent() =>
        Assert.Equal([(SamplePace.OnPlan, 29), (SamplePace.Behind, 5), (SamplePace.Late, 2), (SamplePace.Silent, 4)],
            Story.GroupBy(history => history.Pace).OrderBy(group => group.Key).Select(group => (group.Key, group.Count())));

    [Fact]
    public void Nothing_has_happened_after_today_or_out_of_order() => Assert.All(Story, history =>
    {
        Assert.Equal(history.Notes.OrderBy(note => note.On), history.Notes);
        Assert.All(history.Notes, note => Assert.InRange(note.On, SamplePlan.Current.Start, Today));
        Assert.All(history.Milestones, step => Assert.True(step.ReachedOn is null || step.ReachedOn <= Today));
    });

    [Fact]
    public void A_silent_unit_has_reported_nothing() => Assert.All(Story.Where(history => history.Pace == SamplePace.Silent), history =>
    {
        Assert.Empty(history.Notes);
        Assert.Null(history.Progress);
    });

    [Fact]
    public void A_task_on_plan_has_reached_every_step_that_was_due() =>
        Assert.All(Story.Where(history => history.Pace == SamplePace.OnPlan), history => Assert.DoesNotContain(history.Milestones, step => step.Due < Today && step.ReachedOn is null));

    [Fact]
    public void A_late_task_has_an_open_step_and_was_sent_back() => Assert.All(Story.Where(history => history.Pace == SamplePace.Late), history =>
    {
        Assert.Contains(history.Milestones, step => step.Due < Today && step.ReachedOn is null);
        Assert.Contains(history.Notes, note => note.Kind == "SentBack");
    });

    [Fact]
    public void A_completed_task_reached_its_target_and_was_accepted()
    {
        var completed = Story.Where(history => history.Completed).ToArray();

        Assert.NotEmpty(completed);
        Assert.All(completed, history =>
        {
            Assert.Equal(100, history.Progress);
            Assert.Equal("Accepted", history.Notes[^1].Kind);
            Assert.Equal(SamplePlan.Current.Tasks.Single(task => task.Label == history.Label).Measure?.Target, history.Value);
        });
    }

    [Fact]
    public void The_earlier_plan_is_over_and_done() => Assert.All(DemoProgress.Of(SamplePlan.Earlier, Today), history =>
    {
        Assert.True(history.Completed);
        Assert.All(history.Notes, note => Assert.InRange(note.On, SamplePlan.Earlier.Issued, SamplePlan.Earlier.End.AddDays(20)));
    });

    [Theory]
    [InlineData(2025, 1, 1)]
    [InlineData(2025, 3, 2)]
    [InlineData(2028, 6, 1)]
    public void The_story_can_be_told_on_any_day(int year, int month, int day)
    {
        var today = new DateOnly(year, month, day);

        Assert.All(DemoProgress.Of(SamplePlan.Current, today), history => Assert.All(history.Notes, note => Assert.InRange(note.On, SamplePlan.Current.Start, today)));
    }

    [Fact]
    public void The_same_day_tells_the_same_story() =>
        Assert.Equal(Story.SelectMany(history => history.Notes), DemoProgress.Of(SamplePlan.Current, Today).SelectMany(history => history.Notes));
}
