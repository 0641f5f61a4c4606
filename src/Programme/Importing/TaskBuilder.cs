using OneMetre.Platform.Documents;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing.Tables;

namespace OneMetre.Programme.Importing;

/// <summary>Makes draft tasks of headings and table rows: ids, domains, titles, units by role, targets.</summary>
sealed class TaskBuilder(bool firstLeads, int? baseYear, List<Finding> findings)
{
    /// <summary>Where more first sentences than this have commas, they are prose, and only those without one are titles.</summary>
    const double CommaShare = 0.25;

    public List<DraftTask> Build(List<Heading> headings, PlanTables tables)
    {
        if (headings.Count == 0 && tables.Rows.Count == 0 && tables.HasProjects) tables.TakeProjectsAsTasks();
        var rows = new RowJoin(headings, tables.Rows);
        var bodyHasUnits = headings.Exists(h => h.Clauses.Any(c => c.Groups.Count > 0));
        if (tables.Rows.Count > 0 && (headings.Count == 0 || !bodyHasUnits && rows.Matched * 2 < Math.Min(tables.Rows.Count, headings.Count))) return OfRows(tables.Rows);

        TableDiffers(headings, tables.Rows, rows);
        var prose = headings.Count > 0 && headings.Count(h => h.Title.Folded.Contains('，')) > headings.Count * CommaShare;
        var tops = headings.Select(h => h.Top).ToHashSet();
        var tasks = headings.Select(h => OfHeading(h, rows.RowOf(h), prose, tops.Count > 1)).ToList();
        return WithIds(tasks);
    }

    /// <summary>A table of units that lists other tasks than the body: what matches is attached, and a person sees what does not.</summary>
    void TableDiffers(List<Heading> headings, List<TaskRow> rows, RowJoin join)
    {
        if (rows.Count == 0 || join.Matched == 0 || join.Matched == rows.Count && join.Matched == headings.Count) return;
        findings.Add(new("programme.table-count-differs", Severity.Warning, rows[0].Text.Where, Number(rows.Count), Number(headings.Count), Number(join.Matched)));
        foreach (var row in join.Left.Take(20))
            findings.Add(new("programme.table-row-unmatched", Severity.Warning, row.Text.Where, row.Label ?? "", FirstSentence(row.Name ?? row.Text) is { Length: > 40 } long_ ? long_[..40] + "…" : FirstSentence(row.Name ?? row.Text)));

        static string Number(int value) => value.ToString(System.Globalization.CultureInfo.InvariantCulture);
    }

    DraftTask OfHeading(Heading heading, TaskRow? row, bool prose, bool manyTops)
    {
        var paragraphs = heading.Paragraphs.Where(p => !p.IsEmpty).ToList();
        var text = string.Join("\n", paragraphs.Select(p => p.Text));
        var clauses = heading.Clauses.Concat(heading.Under.SelectMany(h => h.Clauses)).ToList();
        var groups = clauses.SelectMany(c => c.Groups).ToList();
        if (groups.Count == 0 && row is not null) groups.AddRange(row.Groups);
        var units = Units(groups);

        var targets = new List<DraftTarget>();
        foreach (var paragraph in paragraphs) targets.AddRange(TargetGrammar.Read(paragraph, baseYear));
        foreach (var clause in clauses) Stamp(targets, clause.Deadline);
        Stamp(targets, row?.Deadline);

        string? attached = null;
        // A breakdown table that names each task by its first words alone does not contradict the body.
        if (row is not null && !Plain(text).StartsWith(Plain(row.Text.Text), StringComparison.Ordinal))
        {
            attached = row.Text.Text;
            findings.Add(new("programme.body-and-table-differ", Severity.Warning, row.Text.Where, heading.Label.Printed));
        }

        var (domain, action) = Groupings(heading, manyTops);
        var guessed = groups.Count == 0 || groups.Exists(g => g.Guessed);
        return new(heading.Label.Printed, Ordinal(domain), Words(domain), Ordinal(action), Words(action), TitleOf(heading, paragraphs.Count, prose), text,
            units, targets, ItemsOf(heading), attached, PlacesOf(heading, clauses), guessed ? 0.7 : 0.95);
    }

    List<DraftTask> OfRows(List<TaskRow> rows)
    {
        var tasks = new List<DraftTask>();
        var prose = rows.Count(r => FirstSentence(r.Text).Contains('，')) > rows.Count * CommaShare;
        foreach (var row in rows)
        {
            var named = row.Name is { } name && !ReferenceEquals(name, row.Text);
            var first = FirstSentence(row.Text);
            var title = named ? row.Name!.Text.Replace("\n", "") : prose && first.Contains('，') || first.Length > 60 ? null : row.Text.Text[..first.Length];
            var targets = Targets(row);
            var where = row.Text.AllPlaces.Concat(row.UnitCells.SelectMany(c => c.AllPlaces)).ToList();
            tasks.Add(new(row.Label ?? (tasks.Count + 1).ToString(System.Globalization.CultureInfo.InvariantCulture), null, row.Domain, null, row.Action,
                title?.TrimEnd('。'), row.Text.Text, Units(row.Groups), targets, [], null, where, 0.85));
        }
        return WithIds(tasks);
    }

    static string FirstSentence(Passage text) => text.Folded.Split('。', '\n')[0];

    public List<DraftTarget> Targets(TaskRow row)
    {
        var targets = TargetGrammar.Read(row.Text, baseYear);
        if (row.Goal is { } goal) targets.AddRange(TargetGrammar.Read(goal, baseYear));
        Stamp(targets, row.Deadline);
        return targets;
    }

    /// <summary>A 完成时限 of the whole row holds for one-off targets that name no date themselves.</summary>
    void Stamp(List<DraftTarget> targets, Passage? deadline)
    {
        if (deadline is null || Deadlines.One(deadline.Folded, baseYear) is not { } day) return;
        for (var i = 0; i < targets.Count; i++)
            if (targets[i] is { Deadline: null, Period: null, Kind: TargetKind.Quantified or TargetKind.Implied }) targets[i] = targets[i] with { Deadline = Deadlines.Iso(day) };
    }

    /// <summary>Units by role. A neutral word (责任单位) leads where no lead is printed; where the document says so, only its first unit does.</summary>
    public List<DraftUnit> Units(IReadOnlyList<RoleGroup> groups)
    {
        var units = new List<DraftUnit>();
        var led = groups.Any(g => g.Strength == RoleStrength.Lead);
        foreach (var group in groups)
        {
            var first = true;
            foreach (var name in group.Names)
            {
                var role = group.Strength switch
                {
                    RoleStrength.Lead => UnitRole.Lead,
                    RoleStrength.Guiding => UnitRole.Guiding,
                    RoleStrength.Territorial => UnitRole.Territorial,
                    RoleStrength.Cooperating => UnitRole.Cooperating,
                    _ => led || firstLeads && !first ? UnitRole.Cooperating : UnitRole.Lead,
                };
                if (group.Strength == RoleStrength.Neutral) first = false;
                var printed = name.Text.Text.Replace("\n", "");
                if (!units.Exists(u => u.Name == printed && u.Role == role))
                    units.Add(new(printed, role, group.Label, name.Collective, name.Text.Where, group.Guessed ? 0.6 : 0.95));
                if (units.Count >= 300) return units;
            }
            if (group.Strength == RoleStrength.Neutral && group.Names.Count > 0) led = true;
        }
        return units;
    }

    /// <summary>The headings above a task that name its domain and action: a container such as 重点任务 names neither.</summary>
    static (Heading? Domain, Heading? Action) Groupings(Heading heading, bool manyTops)
    {
        var chain = new List<Heading>();
        for (var up = heading.Parent; up is not null; up = up.Parent) chain.Insert(0, up);
        if (chain.Count > 0 && chain[0].Title.Folded is { Length: < 30 } top && TaskLevel.IsContainer(top)) chain.RemoveAt(0);
        else if (chain.Count > 1 && !manyTops) chain.RemoveAt(0);
        // 二、策略措施 under 第一节 is no action.
        for (var i = chain.Count - 1; i > 0; i--)
            if (chain[i].Title.Folded.TrimEnd('：') is { Length: < 20 } inner && TaskLevel.IsContainer(inner)) chain.RemoveAt(i);
        return chain.Count switch { 0 => (null, null), 1 => (chain[0], null), _ => (chain[0], chain[^1]) };
    }

    static string? Ordinal(Heading? heading) => heading?.Label.Printed;
    static string? Words(Heading? heading) => heading?.Title.Text.TrimEnd('。', '：', ':');

    static string? TitleOf(Heading heading, int paragraphs, bool prose)
    {
        var title = heading.Title;
        var whole = title.Length >= heading.Line.Folded.TrimEnd('。').Length;
        if (title.IsEmpty || prose && title.Folded.Contains('，')) return null;
        if (whole && paragraphs == 1 && title.Length > 60) return null;
        return title.Text.TrimEnd('。', '：', ':');
    }

    static List<DraftItem> ItemsOf(Heading heading)
    {
        var items = new List<DraftItem>();
        foreach (var body in heading.Body.Prepend(heading.Line)) AddInline(body);
        foreach (var child in heading.Under)
        {
            items.Add(new(child.Label.Printed, string.Join("\n", child.Body.Prepend(child.Line).Select(p => p.Text)), child.Where));
            if (items.Count > 500) break;
        }
        return items;

        void AddInline(Passage body)
        {
            var marks = Numbering.Inline(body.Folded);
            if (marks.Count < 1 || marks[0].Index > 0 && marks.Count < 2) return;
            for (var i = 0; i < marks.Count && items.Count < 500; i++)
            {
                var from = marks[i].Index + marks[i].Label.Length;
                var to = i + 1 < marks.Count ? marks[i + 1].Index : body.Length;
                var item = body.Slice(from, to - from).Trim();
                items.Add(new(marks[i].Label.Printed.Trim(), item.Text, item.Where));
            }
        }
    }

    static List<Place> PlacesOf(Heading heading, List<UnitClause> clauses)
    {
        var places = new List<Place>();
        foreach (var place in heading.Paragraphs.SelectMany(p => p.AllPlaces).Concat(clauses.SelectMany(c => c.Text.AllPlaces)))
        {
            var at = places.FindLastIndex(p => p.Block == place.Block);
            if (at < 0) { places.Add(place); continue; }
            var start = Math.Min(places[at].Start, place.Start);
            places[at] = new(place.Block, start, Math.Max(places[at].Start + places[at].Length, place.Start + place.Length) - start);
        }
        return places;
    }

    /// <summary>Where numbers restart under each domain the domain's number goes in front, and the action's too if that is not enough.</summary>
    static List<DraftTask> WithIds(List<DraftTask> tasks)
    {
        if (Unique(tasks)) return tasks;
        var ids = tasks.ConvertAll(t => t with { Id = (t.DomainLabel ?? "") + Bare(t.Label) });
        if (Unique(ids)) return ids;
        var longer = tasks.ConvertAll(t => t with { Id = (t.DomainLabel ?? "") + (t.ActionLabel ?? "") + t.Label });
        return longer.DistinctBy(t => t.Id).Count() > ids.DistinctBy(t => t.Id).Count() ? longer : ids;

        static bool Unique(List<DraftTask> tasks) => tasks.DistinctBy(t => t.Id).Count() * 10 >= tasks.Count * 9;
        static string Bare(string label) => label.TrimEnd('.', '、', '．');
    }

    static string Plain(string text) => string.Concat(text.Where(c => !Passage.IsBlank(c)));
}
