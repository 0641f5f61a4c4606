using OneMetre.Platform.Results;
using OneMetre.Programme.Model;
using OneMetre.Programme.Supervising;

namespace OneMetre.Programme.Meeting;

/// <summary>A series as typed; Units are ids, one for each tick.</summary>
sealed class SeriesForm
{
    public string? Id { get; set; }
    public int Version { get; set; }
    public string? Name { get; set; }
    public string? Of { get; set; } = "2";
    public string? In { get; set; } = "3";
    public bool StandIns { get; set; }
    public string? Days { get; set; } = "3";
    public IReadOnlyList<string?> Units { get; set; } = [];
}

/// <summary>A meeting as typed: what, where, when.</summary>
sealed class MeetingForm
{
    public string? Series { get; set; }
    public int Version { get; set; }
    public string? Title { get; set; }
    public string? Place { get; set; }
    public string? Day { get; set; }
    public string? Clock { get; set; }
}

/// <summary>A step as asked for by its button.</summary>
sealed class MeetingStepForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Word { get; set; }
}

/// <summary>What a button of the agenda asks for: pick, add, up:id, remove:id. Picked are kind:id, one for each tick.</summary>
sealed class AgendaForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Topic { get; set; }
    public string? Note { get; set; }
    public IReadOnlyList<string?> Picked { get; set; } = [];
}

/// <summary>Which units are called beside those that are: call with Unit, or remove:id.</summary>
sealed class CallForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Unit { get; set; }
}

/// <summary>What a unit answers to its invitation.</summary>
sealed class ReplyForm
{
    public string? Comes { get; set; }
    public string? Who { get; set; }
}

sealed class CameRow
{
    public string? Unit { get; set; }
    public string? Came { get; set; }
    public string? Who { get; set; }
}

/// <summary>Who came: a row for each called unit, and who presided.</summary>
sealed class AttendanceForm
{
    public int Version { get; set; }
    public string? Chair { get; set; }
    public List<CameRow> Rows { get; set; } = [];
}

sealed class OutcomeRow
{
    public string? Item { get; set; }
    public string? Outcome { get; set; }
}

/// <summary>The words of the minutes: what came of each item, and what else was said.</summary>
sealed class MinutesForm
{
    public int Version { get; set; }
    public string? Minutes { get; set; }
    public List<OutcomeRow> Rows { get; set; } = [];
}

/// <summary>A decision as typed (Do is add), or the one to take out (remove:id).</summary>
sealed class DecisionForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Decided { get; set; }
    public string? Unit { get; set; }
    public string? Due { get; set; }
    public string? Follow { get; set; }
    public string? Task { get; set; }
}

/// <summary>What a unit says of the minutes.</summary>
sealed class CommentForm
{
    public string? Agrees { get; set; }
    public string? Says { get; set; }
}

/// <summary>A step of one decision. Version is that of the decision.</summary>
sealed class FollowForm
{
    public string? Do { get; set; }
    public string? Decision { get; set; }
    public string? Reason { get; set; }
}

/// <summary>Reads what was typed; a wrong field becomes a problem beside it.</summary>
static class MeetingTyped
{
    public static string Line(string? text, string field, int most, bool needed, List<Problem> problems) => Inspecting.PlanInspection.Line(text, field, most, needed, problems);

    /// <summary>In one line, for what stands in a heading, a table or a list.</summary>
    public static string Short(string? text, string field, int most, bool needed, List<Problem> problems) => Line(OpenOrder.Said(text).ReplaceLineEndings(" "), field, most, needed, problems);

    public static int Whole(string? text, int least, int most, string field, List<Problem> problems)
    {
        if (Typed.Figure(text, out var figure) && figure is { } number && number == decimal.Truncate(number) && number >= least && number <= most) return (int)number;
        problems.Add(new("programme.settings-not-a-number", field, least, most));
        return least;
    }

    /// <summary>The word before the colon and the id behind it, of a button such as remove:id.</summary>
    public static (string Word, Guid Id)? Pair(string? text) => text?.Split(':') is [var word, var id] && Guid.TryParse(id, out var known) ? (word, known) : null;
}
