using OneMetre.Platform.Units;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// A printed name that nobody has settled, with whom it may mean. SameAs: the fuller name, open too, under which the document prints the same body;
/// one answer settles both.
/// ForLater: the name says enough by itself to be kept as an alias; a bare 教育局 in a district's plan does not.
/// </summary>
sealed record OpenName(ReviewMatch Match, int Times, bool Collective, IReadOnlyList<UnitCandidate> Candidates, ReviewMatch? SameAs, bool ForLater, int? Block)
{
    /// <summary>From here on a proposal may be taken together with others; what is less alike is looked at one by one.</summary>
    public const double LikelyFrom = 0.85;

    public string Name => Match.PrintedName;
    public bool Likely => Candidates is [{ Confidence: >= LikelyFrom }, ..];

    /// <summary>Neither likely nor strange: registering it as new might put a second unit beside one that is there.</summary>
    public bool Doubtful => !Likely && Candidates.Count > 0;

    /// <summary>The choice that makes something new of the name.</summary>
    public string Fresh => Collective ? "new-group" : "new-unit";

    /// <summary>What is proposed at the start; empty where a person has to choose.</summary>
    public string Proposed => Likely ? Choice(Candidates[0]) : Doubtful ? "" : Fresh;

    public static string Choice(UnitCandidate candidate) => candidate.UnitId is { } unit ? $"unit:{unit}" : $"group:{candidate.GroupId}";

    /// <summary>The open names of a draft against the register as it is now, in the order in which they are printed: what another draft has registered meanwhile counts.</summary>
    public static IReadOnlyList<OpenName> Of(ReviewSheet sheet, UnitNames names)
    {
        var unmatched = sheet.Unmatched;
        if (unmatched.Count == 0) return [];
        var level = LevelOf(sheet);
        var printed = sheet.Tasks.SelectMany(e => e.Units).ToLookup(u => u.Name, StringComparer.Ordinal);
        var open = new List<OpenName>();
        foreach (var name in unmatched)
        {
            if (sheet.Matches.GetValueOrDefault(name) is not { } match) continue;
            var collective = printed[name].Any(u => u.Collective);
            var bare = level is not null && !collective && UnitNames.Level(name) is null && name is not ['各' or '全', ..];
            var full = bare ? level + name : name;
            var same = bare && printed.Contains(full) ? sheet.Matches.GetValueOrDefault(full) : null;
            open.Add(new(match, printed[name].Count(), collective, same is { Settled: true } ? [Meant(same, names)] : names.Candidates(full), same is { Settled: false } ? same : null,
                !bare, printed[name].Select(u => u.Where?.Block).FirstOrDefault(b => b is not null)));
        }
        return open;
    }

    static UnitCandidate Meant(ReviewMatch match, UnitNames names) =>
        new(match.UnitId, match.GroupId, names.Candidates(match.PrintedName, 1) is [{ Confidence: 1 } known] ? known.Name : match.PrintedName, 0.99);

    /// <summary>Whose plan it is, as far as its names tell: a district's plan means the district's bureau also where it prints only 教育局.</summary>
    static char? LevelOf(ReviewSheet sheet)
    {
        var levels = sheet.Matches.Keys.Where(n => n is ['市' or '区' or '县' or '旗', ..]).CountBy(n => n[0]).OrderByDescending(l => l.Value).ThenBy(l => l.Key).ToList();
        return levels is [{ Key: not '市' } most, ..] ? most.Key : null;
    }
}
