using System.Security.Cryptography;
using System.Text;
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

/// <summary>
/// How a file of figures is to be taken. All: nothing unless everything. Dry: tell what would happen, and write nothing. Overwrite: history that stands already may be replaced. OnlyHistory: no row goes into an open form.
/// Expected is the print of a dry run: when the file would come to anything else by now, nothing is written.
/// </summary>
sealed record ImportChoice(bool All, bool Dry, bool Overwrite, bool OnlyHistory = false, string? Expected = null);

/// <summary>A row that was not taken, as it was sent. Field is the sender's name for what is wrong in it, if one part is.</summary>
sealed record RowConflict(int Row, Problem Problem, IncomingFigure Sent);

/// <summary>A name that means nothing here, whether of an element, a region or a split (Field), and how many rows it stands in.</summary>
sealed record StrangeName(string Field, string Name, int Rows);

/// <summary>
/// What became of a file, row by row: Cells and History are those written (or that would be), Unchanged those that stood so already, Ignored those not taken. Conflicts names the first thousand of these;
/// AllConflicts counts them all.
/// </summary>
sealed record ImportReport(string Kind, ImportChoice Choice, int Rows, int Cells, int History, int Unchanged, int AllConflicts, IReadOnlyList<RowConflict> Conflicts)
{
    /// <summary>Of History those that stood otherwise before; and how many of the conflicts are that something else stands there.</summary>
    public int Replaced { get; init; }
    public int Standing { get; init; }
    public IReadOnlyList<StrangeName> Names { get; init; } = [];

    /// <summary>The same for the same rows over the same figures, whatever was chosen.</summary>
    public string Print { get; init; } = "";

    /// <summary>Since the dry run, or while this one ran, somebody else was here.</summary>
    public bool Overtaken { get; init; }

    /// <summary>All or nothing was asked for, and something is wrong.</summary>
    public bool Refused => Overtaken || Choice.All && AllConflicts > 0;
    public bool Stays => !Choice.Dry && !Refused && Imported > 0;
    public int Imported => Refused ? 0 : Cells + History;
    public int Ignored => Refused ? Rows : Rows - Imported - Unchanged;
    public string Status => AllConflicts == 0 ? "ok" : Imported > 0 || Unchanged > 0 && !Refused ? "partial" : "refused";
}

/// <summary>
/// Takes figures that another system sends. Each lands in the cell of the sender's own open submission, or, from the statistics officer and for times that nobody reports here, among the accepted
/// figures. A dry run does the very same and lets it go, or need not write where nothing would be replaced: what it says is what would happen.
/// </summary>
sealed class ReceiveFigures(IndicatorsData data, SaveCells save, AcceptHistory history, Publishing.PublishFigures publish, CitySettings settings, AuditLog audit)
{
    public const int LargestBody = 20 * 1024 * 1024;
    public const int MostRows = 100_000;
    const int MostNamed = 1000;
    const int MostStrange = 200;
    const int LongestName = 120;
    const int AtOnce = 500;

    public Task<Result<ImportReport>> Run(Stream body, bool xml, ImportChoice choice, CancellationToken ct) => Run(() =>
    {
        body.Position = 0;
        var (head, rows) = xml ? AdxFigures.Of(body) : JsonFigures.Of(body);
        body.Position = 0;
        return (head, rows(body));
    }, choice, null, ct);

    /// <param name="open">The head of a body and its rows, which are read once.</param>
    /// <param name="done">Runs in the same transaction once all is written; false when somebody else was faster, and then nothing stays.</param>
    public async Task<Result<ImportReport>> Run(Func<(IncomingHead Head, IEnumerable<IncomingFigure> Rows)> open, ImportChoice choice, Func<ImportReport, Task<bool>>? done, CancellationToken ct)
    {
        try
        {
            var (head, rows) = Read(open);
            var place = await Prepare(head, choice.OnlyHistory, ct);
            if (place.Value is not { } known) return new Result<ImportReport>(default, place.Problems);
            return await data.Try(() => Take(head, rows, known, choice, done, ct), report => report.Stays, ct);
        }
        catch (RefusedBody refused)
        {
            return refused.Problem;
        }
    }

    /// <summary>The unit's own submissions with what they ask, and everything that names are looked up in.</summary>
    sealed record Known(IReadOnlyDictionary<string, DataElement> Elements, IReadOnlyDictionary<string, DataElement> ByName, ForeignNames Names, ILookup<(string Region, Period Period), Asked> Own, bool OnlyForm);
    sealed record Asked(Guid Submission, bool Open, IReadOnlySet<string> Elements);

    async Task<Result<Known>> Prepare(IncomingHead head, bool onlyHistory, CancellationToken ct)
    {
        var form = head.Form is null ? null : await data.Forms.AsNoTracking().FirstOrDefaultAsync(f => f.Number == head.Form, ct);
        if (head.Form is not null && form is null) return new Problem("indicators.no-such-form", "form");
        var own = onlyHistory ? [] : await (from s in data.OwnSubmissions join r in data.Rounds on s.RoundId equals r.Id select new { s.Id, s.RegionCode, s.State, r.FormId, r.Period }).ToListAsync(ct);
        if (form is not null) own = [.. own.Where(o => o.FormId == form.Id)];
        var forms = own.Select(o => o.FormId).Distinct().ToList();
        var lines = (await data.Lines.AsNoTracking().Where(l => forms.Contains(l.FormId)).Select(l => new { l.FormId, l.ElementId }).ToListAsync(ct))
            .GroupBy(l => l.FormId).ToDictionary(g => g.Key, g => (IReadOnlySet<string>)g.Select(l => l.ElementId).ToHashSet(StringComparer.Ordinal));
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, StringComparer.Ordinal, ct);
        return new Known(
            elements,
            elements.Values.Where(e => e.RetiredOn is null).SelectMany(e => new[] { e.Name, e.NameEn }.Distinct().Select(name => (name, e))).GroupBy(e => e.name, e => e.e).Where(g => g.Count() == 1).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal),
            new(await settings.Get(ForeignNames.Setting, new Dictionary<string, string>(), ct), head.Names),
            own.Where(o => lines.ContainsKey(o.FormId)).ToLookup(o => (o.RegionCode, o.Period), o => new Asked(o.Id, SubmissionCourse.Open(o.State), lines[o.FormId])),
            form is not null);
    }

    sealed class Count : IDisposable
    {
        public int Rows, Cells, History, Replaced, Unchanged, Conflicts, Standing;
        public List<RowConflict> Named { get; } = [];
        public HashSet<(string, string, Period, string)> Seen { get; } = [];
        public HashSet<Period> Republished { get; } = [];

        public Dictionary<(string Field, string Name), int> Strange { get; } = [];
        public IncrementalHash Print { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public void Refuse(IncomingFigure row, Problem problem)
        {
            Conflicts++;
            if (problem.Code == AcceptHistory.Exists) Standing++;
            if (Named.Count < MostNamed) Named.Add(new(row.Row, problem, row));
        }

        /// <summary>A row that belongs nowhere, which is a name more that nobody knows if that is the reason.</summary>
        public void Misplace(IncomingFigure row, Problem problem)
        {
            Refuse(row, problem);
            Mark($"{row.Row} {problem.Code} {string.Join(' ', problem.Args)}");
            if (problem is not { Code: "indicators.row-no-element" or "indicators.row-no-region" or "indicators.row-no-split", Field: { } field, Args: [string { Length: > 0 and <= LongestName } name] }) return;
            if (Strange.TryGetValue((field, name), out var before)) Strange[(field, name)] = before + 1;
            else if (Strange.Count < MostStrange) Strange[(field, name)] = 1;
        }

        public void Dispose() => Print.Dispose();
        public void Mark(string mark) => Print.AppendData(Encoding.UTF8.GetBytes(mark + "\n"));
    }

    async Task<ImportReport> Take(IncomingHead head, IEnumerable<IncomingFigure> rows, Known known, ImportChoice choice, Func<ImportReport, Task<bool>>? done, CancellationToken ct)
    {
        using var count = new Count();
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

        var print = Convert.ToHexStringLower(count.Print.GetHashAndReset());
        var overtaken = choice.Expected is { } expected && expected != print;
        // Public figures that were replaced stay public: of their new editions small ones are hidden anew, or nothing is replaced.
        foreach (var period in count.Republished.Where(_ => !overtaken).Order())
            if (await publish.Run(period, ct) is { Ok: false } refused) throw new RefusedBody(refused.Problems[0]);

        var report = new ImportReport(head.Kind, choice, count.Rows, count.Cells, count.History, count.Unchanged, count.Conflicts, [.. count.Named.OrderBy(c => c.Row)])
        {
            Replaced = count.Replaced,
            Standing = count.Standing,
            Names = [.. count.Strange.Select(n => new StrangeName(n.Key.Field, n.Key.Name, n.Value))],
            Print = print,
            Overtaken = overtaken,
        };
        if (!report.Stays) return report;
        if (done is not null && !await done(report)) return report with { Overtaken = true };
        await audit.Note(AuditKind.Write, "indicators_value", "", "imported", new { head.Kind, report.Rows, report.Cells, report.History, report.Unchanged, report.Ignored, choice.Overwrite }, ct: ct);
        return report;
    }

    async Task Some(List<IncomingFigure> rows, Known known, ImportChoice choice, Count count, CancellationToken ct)
    {
        if (rows.Count == 0) return;
        var regions = await Regions(rows, known.Names, ct);
        var cells = new Dictionary<Guid, List<PlacedFigure>>();
        var older = new List<PlacedFigure>();
        foreach (var (at, row) in rows.Index())
        {
            var placed = Place(at, row, known, regions);
            if (placed.Value is not { } figure) count.Misplace(row, placed.Problems[0]);
            else if (!count.Seen.Add((figure.Element, figure.Region, figure.Period, figure.Split))) count.Misplace(row, new("indicators.row-twice"));
            else if (known.Own[(figure.Region, figure.Period)].FirstOrDefault(o => o.Elements.Contains(figure.Element)) is { } own)
            {
                if (!own.Open) count.Refuse(row, SaveCells.NotOpen);
                else if (cells.TryGetValue(own.Submission, out var others)) others.Add(figure);
                else cells.Add(own.Submission, [figure]);
            }
            else if (known.OnlyForm) count.Refuse(row, new("indicators.row-no-submission"));
            else older.Add(figure);
        }
        foreach (var (submission, figures) in cells) await Keep(submission, figures, rows, count, ct);
        var taken = await history.Run(older, known.Elements, choice, ct);
        count.Republished.UnionWith(taken.Republished);
        (count.History, count.Replaced, count.Unchanged) = (count.History + taken.Written, count.Replaced + taken.Replaced, count.Unchanged + taken.Same);
        foreach (var (at, problem) in taken.Conflicts) count.Refuse(rows[at], problem);
        foreach (var mark in taken.Marks) count.Mark(mark);
        data.Forget();
    }

    async Task Keep(Guid submission, List<PlacedFigure> figures, List<IncomingFigure> sent, Count count, CancellationToken ct)
    {
        var saved = await save.Run(submission, [.. figures.Select(f => new CellInput { Element = f.Element, Split = f.Split, Value = f.Value ?? "", Was = f.Was, Reason = f.Reason })], ct);
        if (saved.Value is not { } done)
        {
            foreach (var figure in figures) count.Refuse(sent[figure.At], saved.Problems[0]);
            return;
        }
        var rows = figures.ToDictionary(f => (f.Element, f.Split), f => sent[f.At]);
        foreach (var unread in done.Unread) count.Refuse(rows[(unread.Element, unread.Split)], unread.Problem);
        foreach (var conflict in done.Conflicts) count.Refuse(rows[(conflict.Element, conflict.Split)], new("indicators.changed-since-taken", "was", conflict.Theirs.Length == 0 ? "—" : conflict.Theirs));
        count.Cells += done.Changed;
        count.Unchanged += figures.Count - done.Changed - done.Unread.Count - done.Conflicts.Count;
    }

    static Result<PlacedFigure> Place(int at, IncomingFigure row, Known known, IReadOnlyDictionary<string, string> regions)
    {
        if (row.Wrong is { } wrong) return wrong;
        if (known.Names.Of(row.Element) is not { } id || (known.Elements.GetValueOrDefault(id) ?? known.ByName.GetValueOrDefault(id)) is not { } element) return new Problem("indicators.row-no-element", "element", row.Element ?? "");
        if (known.Names.Of(row.Region) is not { } name || !regions.TryGetValue(name, out var region)) return new Problem("indicators.row-no-region", "region", row.Region ?? "");
        if (!ForeignPeriod.TryParse(row.Period, out var period)) return new Problem("indicators.row-no-period", "period", row.Period ?? "");
        var split = known.Names.Split(row.Splits);
        if (!split.Ok) return split.Problems[0] with { Field = "split" };
        // Other systems write yes and no as true and false.
        var value = element.Kind != ElementKind.YesNo ? row.Value : row.Value?.Trim().ToLowerInvariant() switch { "true" => "1", "false" => "0", _ => row.Value };
        return new PlacedFigure(at, row.Row, element.Id, region, period, split.Value!, value, row.Reason, row.Was);
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
