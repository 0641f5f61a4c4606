using OneMetre.Programme.Model;

namespace OneMetre.Programme.Inspecting;

/// <summary>How one item stands: not answered, answered, or answered differently by two members until a person has chosen.</summary>
enum ItemStand { Open, Answered, Clash }

/// <summary>What the team says about one item. Answer is the one that counts; Given is everything that was said, the earliest first.</summary>
sealed record ItemResult(ChecklistItem Item, ItemStand Stand, SheetAnswer? Answer, IReadOnlyList<SheetAnswer> Given);

/// <summary>
/// What a sheet comes to. Points are the weights of what was answered, partly for half, over the weights of all that applies, in per cent; null while nothing applies. Missed: items without which the place does not pass.
/// The scale is a proposal of ours (domain reference §5.3 scores 0, 1 or 2; §6 asks for 80 with no "must" failed).
/// </summary>
sealed record SheetScore(decimal? Points, int Answered, int Clashes, int Of, int Missed)
{
    public const decimal PassesAt = 80;
    public bool Whole => Answered == Of;
    public bool Passes => Whole && Missed == 0 && (Points is null || Points >= PassesAt);
}

/// <summary>Puts the answers of several members together; pure. Nobody's answer is written over: two that differ stand side by side until a person has chosen one.</summary>
static class SheetResult
{
    public static ItemResult Of(ChecklistItem item, IEnumerable<SheetAnswer> answers)
    {
        var given = answers.Where(a => a.ItemId == item.Id).OrderBy(a => a.At).ThenBy(a => a.Id).ToList();
        if (given.Count == 0) return new(item, ItemStand.Open, null, given);
        // Who answers anew after the choice asks for another one where their word differs (FillSheet).
        if (given.FirstOrDefault(a => a.Chosen) is { } chosen) return new(item, ItemStand.Answered, chosen, given);
        return given.All(a => a.Answer == given[0].Answer) ? new(item, ItemStand.Answered, given[^1], given) : new(item, ItemStand.Clash, null, given);
    }

    public static SheetScore Score(IReadOnlyCollection<ItemResult> results)
    {
        var counted = results.Where(r => r.Answer is { Answer: not ItemAnswer.NotApplicable }).ToList();
        var all = counted.Sum(r => r.Item.Weight);
        var reached = counted.Sum(r => r.Item.Weight * r.Answer!.Answer switch { ItemAnswer.Yes => 1m, ItemAnswer.Partly => 0.5m, _ => 0m });
        return new(all == 0 ? null : decimal.Round(reached * 100 / all, 1, MidpointRounding.AwayFromZero), results.Count(r => r.Stand == ItemStand.Answered), results.Count(r => r.Stand == ItemStand.Clash), results.Count,
            results.Count(r => r.Item.Must && r.Answer?.Answer is ItemAnswer.No));
    }
}
