using OneMetre.Indicators.Model;

namespace OneMetre.Indicators.Reporting;

/// <summary>Whose turn a step is: the unit that fills in, a second person of it, its head, the department in charge, the statistics bureau.</summary>
enum Hand { Filler, Reviewer, Head, Supervisor, Bureau }

/// <summary>
/// The way of a submission (domain reference §3.1): 填表人 → 审核人 → 负责人 → 主管部门 → 统计局 → locked → published. Which steps there are depends on the form (a second person) and on the
/// duty (a department in charge). A pure table: from a state, what may come next and by whose hand.
/// </summary>
static class SubmissionCourse
{
    public static IEnumerable<(StepKind Step, Hand Hand)> Next(SubmissionState state, bool reviewed, bool supervised, bool revisionAsked)
    {
        switch (state)
        {
            case SubmissionState.Draft or SubmissionState.Returned:
                yield return (StepKind.Submit, Hand.Filler);
                break;
            case SubmissionState.Submitted when reviewed:
                yield return (StepKind.Review, Hand.Reviewer);
                yield return (StepKind.Return, Hand.Reviewer);
                break;
            case SubmissionState.Submitted or SubmissionState.Reviewed:
                yield return (StepKind.Sign, Hand.Head);
                yield return (StepKind.Return, Hand.Head);
                break;
            case SubmissionState.Signed when supervised:
                yield return (StepKind.Check, Hand.Supervisor);
                yield return (StepKind.Return, Hand.Supervisor);
                break;
            case SubmissionState.Signed or SubmissionState.Checked:
                yield return (StepKind.Lock, Hand.Bureau);
                yield return (StepKind.Return, Hand.Bureau);
                break;
            default:
                if (state == SubmissionState.Locked && !revisionAsked) yield return (StepKind.Publish, Hand.Bureau);
                if (revisionAsked)
                {
                    yield return (StepKind.GrantRevision, Hand.Bureau);
                    yield return (StepKind.RefuseRevision, Hand.Bureau);
                }
                else yield return (StepKind.AskRevision, Hand.Filler);
                break;
        }
    }

    /// <summary>Where a step leads. What is refused or only asked for changes nothing.</summary>
    public static SubmissionState After(StepKind step, SubmissionState now) => step switch
    {
        StepKind.Submit => SubmissionState.Submitted,
        StepKind.Review => SubmissionState.Reviewed,
        StepKind.Sign => SubmissionState.Signed,
        StepKind.Check => SubmissionState.Checked,
        StepKind.Lock => SubmissionState.Locked,
        StepKind.Publish => SubmissionState.Published,
        StepKind.Return => SubmissionState.Returned,
        StepKind.GrantRevision => SubmissionState.Draft,
        _ => now,
    };

    /// <summary>Whether cells may be typed into.</summary>
    public static bool Open(SubmissionState state) => state is SubmissionState.Draft or SubmissionState.Returned;
}
