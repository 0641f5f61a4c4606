using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Results;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme;

public class TaskCourseTests
{
    static readonly DateOnly Today = new(2026, 11, 20);
    static readonly DateTime Now = City.Noon.UtcDateTime;

    static Result<TaskState> Do(ProgrammeTask task, TaskAction action) => action switch
    {
        TaskAction.Assign => task.Assign(),
        TaskAction.Confirm => task.Confirm(true),
        TaskAction.Object => task.Object("不属于本单位"),
        TaskAction.Report => task.Report(40, Now),
        TaskAction.Submit => task.Submit(),
        TaskAction.Accept => task.Accept(),
        TaskAction.SendBack => task.SendBack("请补充", null, Today),
        TaskAction.Suspend => task.Suspend("等上级文件"),
        TaskAction.Resume => task.Resume(true),
        _ => task.Cancel("方案调整"),
    };

    [Fact]
    public void Whatever_is_tried_only_possible_steps_are_taken_and_refusals_change_nothing() =>
        Prop.ForAll(Gen.Elements(Enum.GetValues<TaskAction>()).ListOf().ToArbitrary(), actions =>
        {
            var task = new ProgrammeTask();
            foreach (var action in actions)
            {
                var (state, version, returned, possible) = (task.State, task.Version, task.TimesReturned, ProgrammeTask.Possible(task.State).Contains(action));
                var unreported = action == TaskAction.Submit && task.Progress is null;
                var done = Do(task, action);
                if (done.Ok != (possible && !unreported)) return false;
                if (done.Ok && task.Version != version + 1) return false;
                if (!done.Ok && (task.State, task.Version, task.TimesReturned) != (state, version, returned)) return false;
                if (state is TaskState.Completed or TaskState.Cancelled && task.State != state) return false;
            }
            return true;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void From_every_state_some_way_leads_to_an_end()
    {
        foreach (var start in Enum.GetValues<TaskState>())
        {
            var seen = new HashSet<TaskState> { start };
            var open = new Queue<TaskState>(seen);
            while (open.TryDequeue(out var state))
                foreach (var action in ProgrammeTask.Possible(state))
                {
                    var task = new ProgrammeTask { State = state, Progress = 10 };
                    if (Do(task, action).Ok && seen.Add(task.State)) open.Enqueue(task.State);
                }
            Assert.True(seen.Contains(TaskState.Completed) || seen.Contains(TaskState.Cancelled), $"{start} has no end");
        }
    }

    [Fact]
    public void A_dropped_task_takes_no_step()
    {
        foreach (var action in Enum.GetValues<TaskAction>())
            foreach (var state in Enum.GetValues<TaskState>())
                Assert.False(Do(new() { State = state, Progress = 10, DroppedInVersion = 2 }, action).Ok);
    }

    [Fact]
    public void Sending_back_needs_a_reason_and_a_day_that_is_not_past()
    {
        var task = new ProgrammeTask { State = TaskState.AwaitingAcceptance, Due = Today };
        Assert.Equal("programme.reason-missing", task.SendBack("  ", null, Today).Problems.Single().Code);
        Assert.Equal("programme.due-in-past", task.SendBack("请补充", Today.AddDays(-1), Today).Problems.Single().Code);
        Assert.True(task.SendBack("请补充", Today.AddDays(7), Today).Ok);
        Assert.Equal((TaskState.SentBack, 1, Today.AddDays(7)), (task.State, task.TimesReturned, task.Due));
    }

    [Fact]
    public void Acceptance_wipes_the_count_of_returns_and_is_all_of_the_work()
    {
        var task = new ProgrammeTask { State = TaskState.AwaitingAcceptance, TimesReturned = 2, Progress = 80 };
        Assert.True(task.Accept().Ok);
        Assert.Equal((0, 100), (task.TimesReturned, task.Progress));
    }
}
