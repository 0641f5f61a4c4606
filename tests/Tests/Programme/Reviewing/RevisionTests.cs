using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Programme.Reviewing;

namespace OneMetre.Tests.Programme.Reviewing;

public class RevisionTests
{
    static ReviewEntry New(string label, string title, string text) => new(Guid.CreateVersion7(), EntryKind.Task, 1, new DraftTask(label, null, null, null, null, title, text, [], [], [], null, [], 1), 1, EntryState.Confirmed, null, null, 0);
    static StandingTask Old(string label, string title, string text) => new(Guid.CreateVersion7(), label, title, text);

    [Fact]
    public void Words_decide_before_numbers()
    {
        var nursery = Old("行动1", "办好托育服务", "到2026年底，每千人口托位数达到4.6个以上。");
        var sight = Old("行动2", "守护孩子的眼睛", "每学年视力筛查不少于2次，近视率逐年下降。");
        var moved = New("行动1", "守护孩子的眼睛", "每学年视力筛查不少于3次，近视率逐年下降。");
        var stays = New("行动2", "办好托育服务", "到2027年底，每千人口托位数达到4.8个以上。");
        var lines = PlanRevision.Compare([nursery, sight], [moved, stays]);
        Assert.Equal([sight, nursery], lines.Select(l => l.Standing));
    }

    [Fact]
    public void What_has_nothing_in_common_is_dropped_and_new()
    {
        var lines = PlanRevision.Compare([Old("行动1", "办好托育服务", "每千人口托位数达到4.6个以上。")], [New("行动9", "建设公园游戏场", "新建游戏场不少于四十处。")]);
        Assert.Equal([(false, true), (true, false)], lines.Select(l => (l.Standing is not null, l.Entry is not null)));
    }

    [Fact]
    public void A_difference_keeps_numbers_whole_and_gives_back_both_wordings()
    {
        var (before, after) = ("托位数达到4.6个以上", "托位数须达到4.85个");
        var parts = WordDiff.Of(before, after);
        Assert.Equal(before, string.Concat(parts.Where(p => p.Kind != DiffKind.New).Select(p => p.Text)));
        Assert.Equal(after, string.Concat(parts.Where(p => p.Kind != DiffKind.Gone).Select(p => p.Text)));
        Assert.Contains(new DiffPart(DiffKind.Gone, "4.6"), parts);
    }

    [Theory]
    [InlineData("2027-12-31", null, "2027-12-31")]
    [InlineData("--12-31", 2027, "2027-12-31")]
    [InlineData("--06-30", null, "2027-06-30")]
    [InlineData("--02-29", 2027, "2027-02-28")]
    [InlineData("明年", 2027, null)]
    public void A_yearly_deadline_is_owed_last_in_the_last_year_of_the_plan(string deadline, int? end, string? day) =>
        Assert.Equal(day is null ? null : DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture), DueDay.Last(deadline, end, new(2026, 11, 22)));

    [Theory]
    [InlineData("儿童青少年总体近视率", "儿童青少年总体近视率", 1)]
    [InlineData("托位数", "近视率", 0)]
    public void Likeness_runs_from_nothing_in_common_to_the_same(string a, string b, double alike) => Assert.Equal(alike, Likeness.Of(a, b));
}
