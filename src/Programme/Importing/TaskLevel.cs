using System.Text.RegularExpressions;
using OneMetre.Programme.Importing.Tables;

namespace OneMetre.Programme.Importing;

/// <summary>Decides which numbered paragraphs are the tasks: the smallest that carry, or would carry, units of their own.</summary>
static partial class TaskLevel
{
    /// <summary>Sections that frame a plan and hold no tasks of it.</summary>
    public static bool IsFrame(Heading top) => top.Title.Folded is { Length: < 60 } title && Frame.IsMatch(title) && !Work.IsMatch(title);

    /// <summary>Sections that look back; their numbers are the state before the plan.</summary>
    public static bool LooksBack(string title) => Past.IsMatch(title);

    public static bool IsPrinciple(string title) => Principle.IsMatch(title);
    public static bool IsAim(string title) => Aim.IsMatch(title);

    /// <summary>A section called just 重点任务 names no domain.</summary>
    public static bool IsContainer(string title) => Container.IsMatch(title);

    /// <summary>More levels than a plan has; a document with more numbers them by chance.</summary>
    const int Deepest = 12;

    /// <summary>Words that say what kind of section follows and nothing of its matter: 主要目标, 策略措施, 保障措施.</summary>
    public static bool IsCaption(string words) => Container.IsMatch(words) || InnerAim.IsMatch(words) || Frame.Match(words) is { Success: true } frame && frame.Length == words.Length;

    /// <summary>Aims set under a domain (（一）主要目标 before （二）策略措施) are promises of the plan; no task stands under them, nor in a box.</summary>
    static bool OutsideWork(Heading heading) => heading.Upwards.Any(h => h.IsBox || h.Parent is not null && h.Title.Folded is { Length: < 12 } title && InnerAim.IsMatch(title));

    /// <summary>
    /// The tasks in document order. Rows are those of a table that lists tasks: where the body prints no units,
    /// the level that the table breaks down is the one whose words it repeats, else the one with as many items.
    /// </summary>
    public static List<Heading> Choose(Outline outline, List<TaskRow> rows)
    {
        MoveClausesUp(outline);
        var all = outline.All.ToList();
        var carrying = all.Where(h => h.Clauses.Any(c => c.Groups.Count > 0)).ToList();
        if (carrying.Count > 0 && (carrying.Count > 2 || all.Count < 12)) return ByClauses(outline, all, carrying);

        var candidates = outline.Tops.Where(t => !IsFrame(t)).SelectMany(t => t.Under.Prepend(t)).Where(h => !OutsideWork(h)).ToList();
        if (rows.Count > 0)
        {
            var levels = candidates.GroupBy(h => h.Label.Series).Select(g => (Items: g.ToList(), Said: 0)).OrderByDescending(l => l.Items.Count).Take(Deepest)
                .Select(l => l with { Said = new RowJoin(l.Items, rows, reworded: false).Matched }).ToList();
            if (levels.Count > 0 && levels.MaxBy(l => l.Said) is var said && said.Said > 1 && said.Said * 2 > rows.Count) return said.Items;
            if (levels.Find(l => l.Items.Count == rows.Count).Items is { } match) return match;
        }
        var leaves = candidates.Where(h => h.Children.Count == 0 && h.Parent is not null && !LooksBack(h.Title.Folded)).ToList();
        if (leaves.Count == 0)
        {
            var tops = outline.Tops.Where(t => !IsFrame(t) && !IsContainer(t.Title.Folded) && t.Paragraphs.Sum(p => p.Length) > 20).ToList();
            return tops;
        }
        var level = leaves.GroupBy(h => h.Label.Series).OrderByDescending(g => g.Count()).First().Key;
        return [.. candidates.Where(h => h.Label.Series == level && h.Parent is not null || h.Children.Count == 0 && h.Parent is not null && !h.Parent.Children.Any(c => c.Label.Series == level) && !Above(h, level))];
    }

    static List<Heading> ByClauses(Outline outline, List<Heading> all, List<Heading> carrying)
    {
        var level = carrying.GroupBy(h => h.Label.Series).OrderByDescending(g => g.Count()).First().Key;
        var homes = carrying.Select(h => h.Top).ToHashSet();
        var tasks = new List<Heading>();
        foreach (var heading in all)
        {
            var own = heading.Clauses.Any(c => c.Groups.Count > 0);
            var below = heading.HasClauseBelow;
            // A framing section may name who does it; its items are tasks only where they count on in the tasks' own series.
            if (own && !below && (heading.Label.Series == level || !IsFrame(heading.Top))) tasks.Add(heading);
            else if (!own && !below && heading.Label.Series == level && homes.Contains(heading.Top) && !Above(heading, level) && !IsFrame(heading.Top) && !OutsideWork(heading)
                && (heading.Parent is null ? !IsContainer(heading.Title.Folded) : heading.Parent.HasClauseBelow || heading.Parent.Children.All(c => c.Clauses.Count == 0) && heading.Parent.Clauses.Count == 0))
                tasks.Add(heading);
        }
        return tasks;
    }

    /// <summary>Whether a task-level item, or one that carries units, already contains this one.</summary>
    static bool Above(Heading heading, string level)
    {
        for (var up = heading.Parent; up is not null; up = up.Parent)
            if (up.Label.Series == level || up.Clauses.Any(c => c.Groups.Count > 0)) return true;
        return false;
    }

    /// <summary>
    /// Unit lines printed after the last point of an item stand in that point's place but speak for the whole item.
    /// They move up where only the last point has them and items of that level have such lines elsewhere, or where most items show this shape.
    /// </summary>
    static void MoveClausesUp(Outline outline)
    {
        for (var round = 0; round < 3; round++)
        {
            var parents = outline.All.Where(h => h.Children.Count > 0 && !IsFrame(h)).ToList();
            var shaped = parents.Where(OnlyLastCarries).ToList();
            if (shaped.Count == 0) return;
            var direct = outline.All.Where(h => h.Clauses.Any(c => c.Groups.Count > 0)).GroupBy(h => h.Label.Series).ToDictionary(g => g.Key, g => g.Count());
            var moved = false;
            foreach (var group in shaped.GroupBy(h => h.Label.Series))
            {
                var childSeries = group.First().Children[^1].Label.Series;
                var carryingChildren = direct.GetValueOrDefault(childSeries);
                var elsewhere = direct.GetValueOrDefault(group.Key);
                var several = group.Count(h => h.Children.Count > 1);
                var most = group.Count() > 1 && several * 2 > group.Count() && group.Count() * 10 >= carryingChildren * 8 && several >= Math.Min(3, group.Count());
                foreach (var heading in group)
                {
                    if (!(most || elsewhere > carryingChildren)) continue;
                    var last = heading.Children[^1];
                    heading.Clauses.AddRange(last.Clauses);
                    last.Clauses.Clear();
                    moved = true;
                }
            }
            if (!moved) return;
        }
    }

    static bool OnlyLastCarries(Heading heading) =>
        heading.Clauses.Count == 0 && heading.Children[^1].Clauses.Any(c => c.Groups.Count > 0) && heading.Children[^1].Children.Count == 0
        && heading.Children.Take(heading.Children.Count - 1).All(c => c.Clauses.Count == 0 && !c.HasClauseBelow);

    [GeneratedRegex("^(?:指导思想|(?:工作|建设|基本)?(?:原则|思路)|总体(?:要求|思路|目标|部署|安排)|(?:工作|建设|主要|发展|阶段|年度|行动|总)?目标(?!任务)|任务目标|(?:建设|工作|发展|现实)?(?:基础|现状|背景|意义|概况|条件)|重要意义|编制依据|实施范围|适用范围)|保障(?:措施|机制|体系)?$|(?:组织|工作|政策|实施|支持|支撑|强化|加强|健全)(?:保障|实施|领导|要求)$|^(?:总则|组织实施|组织领导|工作要求|实施步骤|工作步骤|推进步骤|进度安排|时间安排|实施安排|步骤安排|有关要求|相关要求|工作机制|附则|附件|考核评估|监督检查|监测评估|评估考核|加强组织领导|强化组织领导)")]
    static partial Regex Frame { get; }

    [GeneratedRegex("^(?:主要|发展|工作|具体|总体|规划|阶段|预期)?目标(?:指标)?$|^(?:主要)?指标$")]
    static partial Regex InnerAim { get; }

    [GeneratedRegex("(?:任务|内容|重点工作|主要措施|主要举措|工作举措|行动)$|权利保障|权益保障|福利保障|医疗保障|生活保障|健康保障|安全保障")]
    static partial Regex Work { get; }

    [GeneratedRegex("(?:基础|现状|背景|概况|形势|回顾|意义|条件)$|^(?:主要|工作|建设|取得的?|存在的?|面临的?)*(?:成效|成绩|问题|挑战)$")]
    static partial Regex Past { get; }

    [GeneratedRegex("指导思想|原则|思路|依据|范围")]
    static partial Regex Principle { get; }

    [GeneratedRegex("目标")]
    static partial Regex Aim { get; }

    [GeneratedRegex("^(?:主要|重点|工作|建设|目标|策略|具体|实施|重大|落实|行动|年度|核心|推进|和|及|与|任务|措施|举措|内容|事项|清单|安排|分工|项目|工程|保障){1,8}$")]
    static partial Regex Container { get; }
}
