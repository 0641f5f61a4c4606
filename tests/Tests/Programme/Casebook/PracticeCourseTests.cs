using OneMetre.Programme.Model;

namespace OneMetre.Tests.Programme.Casebook;

/// <summary>The course of a good practice: whatever people do, what is published was passed by three who did not write it.</summary>
public sealed class PracticeCourseTests
{
    static readonly Guid[] People = [.. Enumerable.Range(1, 6).Select(n => new Guid(n, 0, 0, new byte[8]))];

    [Fact]
    public void Whatever_is_tried_nothing_is_published_that_three_others_have_not_read_in_this_very_text()
    {
        var published = 0;
        for (var seed = 0; seed < 2_000; seed++)
        {
            var chance = new Random(seed);
            var steps = new List<PracticeStep>();
            var (state, round, stage) = (PracticeState.Draft, 1, 1);
            void Add(PracticeStepKind kind, Guid by) => steps.Add(new PracticeStep { Number = steps.Count, Kind = kind, Round = round, Stage = stage, PersonId = by });
            Add(PracticeStepKind.Open, People[0]);
            for (var n = 0; n < 40; n++)
            {
                // Mostly forward, sometimes anything.
                var ahead = state switch { PracticeState.Draft => PracticeStepKind.Submit, PracticeState.Approved => PracticeStepKind.Publish, PracticeState.Withdrawn => PracticeStepKind.Reopen, PracticeState.Published => PracticeStepKind.Withdraw, _ => PracticeStepKind.Pass };
                var kind = chance.Next(3) > 0 ? ahead : (PracticeStepKind)chance.Next(1, Enum.GetValues<PracticeStepKind>().Length);
                var by = People[chance.Next(People.Length)];
                if (PracticeCourse.After(state, kind, stage) is not { } after) continue;
                if (kind is PracticeStepKind.Pass or PracticeStepKind.Return && !PracticeCourse.MayReview(steps, round, PracticeCourse.StageOf(state), by)) continue;
                if (kind == PracticeStepKind.Reopen || (kind == PracticeStepKind.Write && stage > 1)) (round, stage) = (round + 1, 1);
                Add(kind, by);
                if (kind == PracticeStepKind.Pass) stage++;
                state = after;
                if (kind != PracticeStepKind.Publish) continue;
                published++;
                var read = steps.Where(s => s.Kind == PracticeStepKind.Pass && s.Round == round).ToList();
                Assert.Equal([1, 2, 3], read.Select(s => s.Stage));
                Assert.Equal(3, read.Select(s => s.PersonId).Distinct().Count());
                Assert.DoesNotContain(steps, s => s.Kind is PracticeStepKind.Open or PracticeStepKind.Write or PracticeStepKind.Correct && read.Any(r => r.PersonId == s.PersonId && s.Number < r.Number));
                // After the first of them passed it, no word was changed otherwise than as marked.
                Assert.DoesNotContain(steps, s => s.Kind == PracticeStepKind.Write && s.Number > read[0].Number);
            }
            Assert.True(PracticeCourse.Holds(steps), $"{seed}");
        }
        Assert.True(published > 200, $"{published}");
    }

    [Fact]
    public void A_chain_that_skips_a_reader_or_lets_a_writer_read_does_not_hold()
    {
        static List<PracticeStep> Chain(params (PracticeStepKind Kind, int By, int Stage)[] steps) => [.. steps.Select((s, n) => new PracticeStep { Number = n, Kind = s.Kind, Round = 1, Stage = s.Stage, PersonId = People[s.By] })];
        (PracticeStepKind, int, int)[] whole = [(PracticeStepKind.Open, 0, 1), (PracticeStepKind.Submit, 0, 1), (PracticeStepKind.Pass, 1, 1), (PracticeStepKind.Pass, 2, 2), (PracticeStepKind.Pass, 3, 3), (PracticeStepKind.Publish, 2, 4)];
        Assert.True(PracticeCourse.Holds(Chain(whole)));
        for (var left = 0; left < whole.Length - 1; left++) Assert.False(PracticeCourse.Holds(Chain([.. whole.Where((_, n) => n != left)])), $"without {left}");
        for (var pass = 2; pass <= 4; pass++)
            foreach (var other in new[] { 0, pass == 2 ? 2 : 1 }) // the writer, and another of the readers
                Assert.False(PracticeCourse.Holds(Chain([.. whole.Select((s, n) => n == pass ? (s.Item1, other, s.Item3) : s)])), $"{pass} by {other}");
        Assert.False(PracticeCourse.Holds([]));
    }

    [Fact]
    public void A_text_cut_at_its_passages_is_the_text()
    {
        for (var seed = 0; seed < 500; seed++)
        {
            var chance = new Random(seed);
            string Some(int most) => new([.. Enumerable.Range(0, chance.Next(most)).Select(_ => "孩子在公园玩\n"[chance.Next(7)])]);
            var text = Some(60);
            var passages = Enumerable.Range(0, 4).Select(_ => Some(6)).ToList();
            var pieces = PracticeCourse.Cut(text, passages);
            Assert.Equal(text, string.Concat(pieces.Select(p => p.Piece)));
            Assert.All(pieces.Where(p => p.Marked), p => Assert.Contains(p.Piece, passages));
            Assert.All(passages.Where(p => p.Length > 0 && PracticeCourse.Times(text, p) == 0), p => Assert.DoesNotContain(pieces, x => x.Marked && x.Piece == p));
        }
        Assert.Equal(3, PracticeCourse.Times("啊啊啊啊", "啊啊"));
        Assert.Equal(0, PracticeCourse.Times("啊", ""));
    }

    [Fact]
    public void Figures_need_a_source_and_a_text_its_parts()
    {
        var practice = new GoodPractice { Title = "好", Summary = "好", ForChildren = "好", Background = "好", Doing = "好", Effect = "好", Lesson = "好" };
        Assert.Empty(PracticeCourse.Lacks(practice));
        practice.Effect = "缩短到４００米";
        Assert.Equal([PracticePart.Sources], PracticeCourse.Lacks(practice));
        practice.Sources = "路网测算";
        Assert.Empty(PracticeCourse.Lacks(practice));
        Assert.Equal(Enum.GetValues<PracticePart>().Where(GoodPractice.Needed), PracticeCourse.Lacks(new()));
    }
}
