using System.Text.Json;
using System.Xml;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Exchanging;

/// <summary>How a file of figures is to be taken. All: nothing unless everything. Dry: tell what would happen, and write nothing. Overwrite: history that stands already may be replaced.</summary>
sealed record ImportChoice(bool All, bool Dry, bool Overwrite);

/// <summary>A row that was not taken. Field is the sender's name for what is wrong in it, if one part is.</summary>
sealed record RowConflict(int Row, Problem Problem);

/// <summary>
/// What became of a file, row by row: Cells and History are those written (or that would be), Unchanged those that stood so already, Ignored those not taken. Conflicts names the first thousand of these;
/// AllConflicts counts them all.
/// </summary>
sealed record ImportReport(string Kind, ImportChoice Choice, int Rows, int Cells, int History, int Unchanged, int AllConflicts, IReadOnlyList<RowConflict> Conflicts)
{
    /// <summary>All or nothing was asked for, and something is wrong.</summary>
    public bool Refused => Choice.All && AllConflicts > 0;
    public bool Stays => !Choice.Dry && !Refused && Imported > 0;
    public int Imported => Refused ? 0 : Cells + History;
    public int Ignored => Refused ? Rows : Rows - Imported - Unchanged;
    public string Status => AllConflicts == 0 ? "ok" : Imported > 0 || Unchanged > 0 && !Refused ? "partial" : "refused";
}

/// <summary>
/// Takes figures that another system sends. Each lands in the cell of the sender's own open submission, or, from the statistics officer and for times that nobody reports here, among the accepted
/// figures. A dry run does the very same and lets it go: what it says is what would happen.
/// </summary>
sealed class ReceiveFigures(IndicatorsData data, SaveCells save, AcceptHistory history, Publishing.PublishFigures publish, CitySettings settings, AuditLog audit)
{
    public const int LargestBody = 20 * 1024 * 1024;
    public const int MostRows = 100_000;
    const int MostNamed = 1000;
    const int AtOnce = 500;

    public async Task<Result<ImportReport>> Run(Stream body, bool xml, ImportChoice choice, CancellationToken ct)
    {
        try
        {
            body.Position = 0;
            var (head, rows) = Read(() => xml ? AdxFigures.Of(body) : JsonFigures.Of(body));
            var place = await Prepare(head, ct);
            if (place.Value is not { } known) return new Result<ImportReport>(default, place.Problems);
            body.Position = 0;
            return await data.Try(() => Take(head, rows(body), known, choice, ct), report => report.Stays, ct);
        }
        catch (RefusedBody refused)
        {
            return refused.Problem;
        }
    }

    /// <summary>The unit's own submissions with what they ask, and everything that names are looked up in.</summary>
    sealed record Known(IReadOnlyDictionary<string, DataElement> Elements, ForeignNames Names, ILookup<(string Region, Period Period), Asked> Own, bool OnlyForm);
    sealed record Asked(Guid Submission, bool Open, IReadOnlySet<string> Elements);

    async Task<Result<Known>> Prepare(IncomingHead head, CancellationToken ct)
    {
        var form = head.Form is null ? null : await data.Forms.AsNoTracking().FirstOrDefaultAsync(f => f.Number == head.Form, ct);
        if (head.Form is not null && form is null) return new Problem("indicators.no-such-form", "form");
        var own = await (from s in data.OwnSubmissions join r in data.Rounds on s.RoundId equals r.Id select new { s.Id, s.RegionCode, s.State, r.FormId, r.Period }).ToListAsync(ct);
        if (form is not null) own = [.. own.Where(o => o.FormId == form.Id)];
        var forms = own.Select(o => o.FormId).Distinct().ToList();
        var lines = (await data.Lines.AsNoTracking().Where(l => forms.Contains(l.FormId)).Select(l => new { l.FormId, l.ElementId }).ToListAsync(ct))
            .GroupBy(l => l.FormId).ToDictionary(g => g.Key, g => (IReadOnlySet<string>)g.Select(l => l.ElementId).ToHashSet(StringComparer.Ordinal));
        return new Known(
            await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, StringComparer.Ordinal, ct),
            new(await settings.Get(ForeignNames.Setting, new Dictionary<string, string>(), ct), head.Names),
            own.Where(o => lines.ContainsKey(o.FormId)).ToLookup(o => (o.RegionCode, o.Period), o => new Asked(o.Id, SubmissionCourse.Open(o.State), lines[o.FormId])),
            form is not null);
    }

    sealed class Count
    {
        public int Rows, Cells, History, Unchanged, Conflicts;
        public List<RowConflict> Named { get; } = [];
        public HashSet<(string, string, Period, string)> Seen { get; } = [];
        public HashSet<Period> Republished { get; } = [];

        public void Refuse(int row, Problem problem)
        {
            Conflicts++;
            if (Named.Count < MostNamed) Named.Add(new(row, problem));
        }
    }

    async Task<ImportReport> Take(IncomingHead head, IEnumerable<IncomingFigure> rows, Known known, ImportChoice choice, CancellationToken ct)
    {
        var count = new Count();
        using var all = rows.GetEnumerator();
        var some = new List<IncomingFigure>(AtOnce);
        while (Read(all.MoveNext))
        {
            if (++count.Rows > MostRows) throw new RefusedBody(new Problem("indicators.too-many-rows", null, MostRows));
            some.Add(all.Current);
            if (some.Count < AtOnce) continue;
            await Some(some, known, choice, count, ct);
            some.Clear();
        }
        await Some(some, known, choice, count, ct);

        // Public figures that were replaced stay public: of their new editions small ones are hidden anew, or nothing is replaced.
        foreach (var period in count.Republished.Order())
            if (await publish.Run(period, ct) is { Ok: false } refused) throw new RefusedBody(refused.Problems[0]);

        var report = new ImportReport(head.Kind, choice, count.Rows, count.Cells, count.History, count.Unchanged, count.Conflicts, [.. count.Named.OrderBy(c => c.Row)]);
        if (report.Stays)
            await audit.Note(AuditKind.Write, "indicators_value", "", "imported", new { head.Kind, report.Rows, report.Cells, report.History, report.Unchanged, report.Ignored, choice.Overwrite }, ct: ct);
        return report;
    }

    async Task Some(List<IncomingFigure> rows, Known known, ImportChoice choice, Count count, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        var regions = await Regions(rows, known.Names, ct);
        var cells = new Dictionary<Guid, List<PlacedFigure>>();
        var older = new List<PlacedFigure>();
        foreach (var row in rows)
        {
            var placed = Place(row, known, regions);
            if (placed.Value is not { } figure) count.Refuse(row.Row, placed.Problems[0]);
            else if (!count.Seen.Add((figure.Element, figure.Region, figure.Period, figure.Split))) count.Refuse(row.Row, new("indicators.row-twice"));
            else if (known.Own[(figure.Region, figure.Period)].FirstOrDefault(o => o.Elements.Contains(figure.Element)) is { } own)
            {
                if (!own.Open) count.Refuse(row.Row, SaveCells.NotOpen);
                else if (cells.TryGetValue(own.Submission, out var others)) others.Add(figure);
                else cells.Add(own.Submission, [figure]);
            }
            else if (known.OnlyForm) count.Refuse(row.Row, new("indicators.row-no-submission"));
            else older.Add(figure);
        }
        foreach (var (submission, figures) in cells) await Keep(submission, figures, count, ct);
        var (written, same, conflicts, republished) = await history.Run(older, known.Elements, choice.Overwrite, ct);
        count.Republished.UnionWith(republished);
        (count.History, count.Unchanged) = (count.History + written, count.Unchanged + same);
        foreach (var (row, problem) in conflicts) count.Refuse(row, problem);
        data.Forget();
    }

    async Task Keep(Guid submission, List<PlacedFigure> figures, Count count, CancellationToken ct)
    {
        var saved = await save.Run(submission, [.. figures.Select(f => new CellInput { Element = f.Element, Split = f.Split, Value = f.Value ?? "", Was = f.Was, Reason = f.Reason })], ct);
        if (saved.Value is not { } done)
        {
            foreach (var figure in figures) count.Refuse(figure.Row, saved.Problems[0]);
            return;
        }
        var rows = figures.ToDictionary(f => (f.Element, f.Split), f => f.Row);
        foreach (var unread in done.Unread) count.Refuse(rows[(unread.Element, unread.Split)], unread.Problem);
        foreach (var conflict in done.Conflicts) count.Refuse(rows[(conflict.Element, conflict.Split)], new("indicators.changed-since-taken", "was", conflict.Theirs.Length == 0 ? "—" : conflict.Theirs));
        count.Cells += done.Changed;
        count.Unchanged += figures.Count - done.Changed - done.Unread.Count - done.Conflicts.Count;
    }

    static Result<PlacedFigure> Place(IncomingFigure row, Known known, IReadOnlyDictionary<string, string> regions)
    {
        if (row.Wrong is { } wrong) return wrong;
        if (known.Names.Of(row.Element) is not { } id || !known.Elements.TryGetValue(id, out var element)) return new Problem("indicators.row-no-element", "element", row.Element ?? "");
        if (known.Names.Of(row.Region) is not { } name || !regions.TryGetValue(name, out var region)) return new Problem("indicators.row-no-region", "region", row.Region ?? "");
        if (!ForeignPeriod.TryParse(row.Period, out var period)) return new Problem("indicators.row-no-period", "period", row.Period ?? "");
        var split = known.Names.Split(row.Splits);
        if (!split.Ok) return split.Problems[0] with { Field = "split" };
        // Other systems write yes and no as true and false.
        var value = element.Kind != ElementKind.YesNo ? row.Value : row.Value?.Trim().ToLowerInvariant() switch { "true" => "1", "false" => "0", _ => row.Value };
        return new PlacedFigure(row.Row, element.Id, region, period, split.Value!, value, row.Reason, row.Was);
    }

    /// <summary>The regions that these rows name, by code or by a name that is only one's.</summary>
    async Task<IReadOnlyDictionary<string, string>> Regions(List<IncomingFigure> rows, ForeignNames names, CancellationToken ct)
    {
        var asked = rows.Select(r => names.Of(r.Region)).OfType<string>().Where(n => n.Length is > 0 and <= 80).Distinct().ToList();
        var found = await data.Regions.AsNoTracking().Where(r => asked.Contains(r.Code) || (r.ValidTo == null && asked.Contains(r.Name))).Select(r => new { r.Code, r.Name, Now = r.ValidTo == null }).ToListAsync(ct);
        var known = found.Where(r => r.Now).GroupBy(r => r.Name).Where(g => g.Select(r => r.Code).Distinct().Count() == 1).ToDictionary(g => g.Key, g => g.First().Code, StringComparer.Ordinal);
        foreach (var region in found) known[region.Code] = region.Code;
        return known;
    }

    /// <summary>Whatever a hostile body makes a reader throw is the body's fault; what the database throws is not.</summary>
    static T Read<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (JsonException e)
        {
            throw new RefusedBody($"JSON {e.LineNumber + 1}:{e.BytePositionInLine + 1}");
        }
        catch (XmlException e)
        {
            throw new RefusedBody($"XML {e.LineNumber}:{e.LinePosition}");
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or NotSupportedException)
        {
            throw new RefusedBody(e.GetType().Name);
        }
    }
}
