namespace OneMetre.Programme.Model;

/// <summary>Where a return stands (domain reference §0.1): typed by the contact, approved by the unit's leader, accepted by the office — and then locked — or sent back.</summary>
enum ReturnState { Draft, Submitted, Approved, Accepted, Returned }

enum ReturnMove { HandIn, Approve, Accept, SendBack, AskRevision, Reopen, RefuseRevision }

/// <summary>Whose turn a step is: whoever answers for the unit, its leader, the office.</summary>
enum ReturnHand { Filler, Leader, Office }

/// <summary>Who asks for a step, and who else could take it: the people of the unit, its leaders among them, and those of the office.</summary>
sealed record ReturnPeople(Guid? Person, bool InUnit, bool IsOffice, IReadOnlyCollection<Guid> Unit, IReadOnlyCollection<Guid> Leaders, IReadOnlyCollection<Guid> Office);

/// <summary>
/// The way of a return: Draft → Submitted → Approved → Accepted, or back with a reason and a new day; an accepted one is opened again only at the office's word. A pure table: from a state, what may come
/// next and by whose hand. Nobody skips a step, and nobody takes two in a row unless there is nobody else; then the record says so.
/// </summary>
static class ReturnCourse
{
    public static IEnumerable<(ReturnMove Move, ReturnHand Hand)> Next(ReturnState state, bool revisionAsked) => state switch
    {
        ReturnState.Draft or ReturnState.Returned => [(ReturnMove.HandIn, ReturnHand.Filler)],
        ReturnState.Submitted => [(ReturnMove.Approve, ReturnHand.Leader), (ReturnMove.SendBack, ReturnHand.Leader)],
        ReturnState.Approved => [(ReturnMove.Accept, ReturnHand.Office), (ReturnMove.SendBack, ReturnHand.Office)],
        ReturnState.Accepted when revisionAsked => [(ReturnMove.Reopen, ReturnHand.Office), (ReturnMove.RefuseRevision, ReturnHand.Office)],
        ReturnState.Accepted => [(ReturnMove.AskRevision, ReturnHand.Filler), (ReturnMove.Reopen, ReturnHand.Office)],
        _ => throw new ArgumentOutOfRangeException(nameof(state)),
    };

    /// <summary>Where a step leads. What is only asked for or refused changes nothing.</summary>
    public static ReturnState After(ReturnMove move, ReturnState now) => move switch
    {
        ReturnMove.HandIn => ReturnState.Submitted,
        ReturnMove.Approve => ReturnState.Approved,
        ReturnMove.Accept => ReturnState.Accepted,
        ReturnMove.SendBack or ReturnMove.Reopen => ReturnState.Returned,
        _ => now,
    };

    /// <summary>Whether lines may be typed into.</summary>
    public static bool Open(ReturnState state) => state is ReturnState.Draft or ReturnState.Returned;

    /// <summary>Whether the unit has let it out of its hands.</summary>
    public static bool HandedOn(ReturnState state) => state is ReturnState.Approved or ReturnState.Accepted;

    /// <summary>The steps that somebody may take now; Alone where they may only because there is nobody else.</summary>
    public static IReadOnlyList<(ReturnMove Move, bool Alone)> May(ReturnState state, bool revisionAsked, Guid? submittedBy, ReturnPeople people) =>
        [.. from next in Next(state, revisionAsked) let held = Holds(next.Hand, submittedBy, people) where held is not null select (next.Move, held.Value)];

    /// <summary>Null: not their hand. True: theirs only for want of somebody else.</summary>
    static bool? Holds(ReturnHand hand, Guid? submittedBy, ReturnPeople people)
    {
        if (people.Person is not { } person) return null;
        switch (hand)
        {
            case ReturnHand.Filler:
                return people.InUnit ? false : null;
            case ReturnHand.Leader:
                if (!people.InUnit) return null;
                if (people.Leaders.Any(l => l != submittedBy)) return people.Leaders.Contains(person) && person != submittedBy ? false : null;
                if (people.Unit.Any(u => u != submittedBy)) return person != submittedBy ? false : null;
                return true;
            default:
                if (!people.IsOffice) return null;
                if (person != submittedBy) return false;
                return people.Office.Any(o => o != submittedBy) ? null : true;
        }
    }
}
