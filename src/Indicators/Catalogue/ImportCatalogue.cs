using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Documents.Xlsx;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Catalogue;

/// <summary>A cell of the workbook that cannot be taken: the sheet, the place in it (F12), what stands there, and why.</summary>
sealed record CatalogueFinding(string Sheet, string Place, string Typed, Problem Problem);

/// <summary>What a row would do: New or changed, and in which columns.</summary>
sealed record CatalogueChange(CataloguePart Part, string Id, string Name, bool New, IReadOnlyList<string> Columns);

/// <summary>What a workbook comes to. Seal names exactly these changes of exactly this catalogue: who applies applies what was seen.</summary>
sealed record CatalogueRead(IReadOnlyList<CatalogueChange> Changes, int Unchanged, IReadOnlyList<CatalogueFinding> Findings, string Seal);

/// <summary>
/// Reads a workbook as <see cref="CatalogueBook"/> writes it, all or nothing. Rows that say what the catalogue says already change nothing; the city's own are added and changed; what is shipped is refused to change except by a new
/// version of its formula: a row without a number on the sheet of formulas. A version that stands is never changed.
/// </summary>
sealed class ImportCatalogue(IndicatorsData data, TryFormula tries, Texts texts)
{
    public const int Largest = 2 * 1024 * 1024;
    const int MostRows = 5000, MostFindings = 500;

    static readonly Dictionary<string, string> FieldOf = new()
    {
        [nameof(IndicatorForm.Code)] = "id",
        [nameof(IndicatorForm.Name)] = "name-zh",
        [nameof(IndicatorForm.NameEn)] = "name-en",
        [nameof(IndicatorForm.MeasureUnit)] = "unit",
        [nameof(IndicatorForm.Direction)] = "direction",
        [nameof(IndicatorForm.TargetKind)] = "target-kind",
        [nameof(IndicatorForm.Domain)] = "domain",
        [nameof(IndicatorForm.Departments)] = "department",
        [nameof(IndicatorForm.Frequency)] = "often",
        [nameof(IndicatorForm.Split)] = "split",
        [nameof(IndicatorForm.Definition)] = "definition-zh",
        [nameof(IndicatorForm.DefinitionEn)] = "definition-en",
        [nameof(IndicatorForm.NumeratorWords)] = "numerator-words",
        [nameof(IndicatorForm.DenominatorWords)] = "denominator-words",
        [nameof(ElementForm.Kind)] = "element-kind",
        [nameof(ElementForm.Combine)] = "element-combine",
        [nameof(ElementForm.Splits)] = "element-splits",
        [nameof(ElementForm.Note)] = "element-note",
        [nameof(FormulaForm.Top)] = "formula-top",
        [nameof(FormulaForm.Bottom)] = "formula-bottom",
        [nameof(FormulaForm.Factor)] = "formula-factor",
        [nameof(FormulaForm.Digits)] = "formula-digits",
        [nameof(FormulaForm.FromYear)] = "formula-from",
        [nameof(FormulaForm.BaseYear)] = "formula-base",
        [nameof(FormulaForm.NoteEn)] = "formula-note-en",
        [nameof(VersionForm.Reason)] = "version-reason",
    };

    public Task<Result<CatalogueRead>> Look(ReadOnlyMemory<byte> file, CancellationToken ct) => Run(file, null, ct);

    /// <param name="seal">Of the preview: refused when the catalogue, or the file, is another by now.</param>
    public Task<Result<CatalogueRead>> Apply(ReadOnlyMemory<byte> file, string? seal, CancellationToken ct) => Run(file, seal ?? "", ct);

    async Task<Result<CatalogueRead>> Run(ReadOnlyMemory<byte> file, string? seal, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (file.IsEmpty) return new Problem("indicators.file-empty", "file");
        if (file.Length > Largest) return new Problem("indicators.file-too-large", "file", Largest / 1024 / 1024);
        if (!file.Span.StartsWith("PK"u8)) return new Problem("indicators.catalogue-not-a-book", "file");
        var book = WorkbookReader.Read(file);
        if (book.Value is not { } pages) return new Result<CatalogueRead>(default, [.. book.Problems.Select(p => p with { Field = "file" })]);

        var work = new Work(await data.Indicators.ToDictionaryAsync(i => i.Id, ct), await data.Elements.ToDictionaryAsync(e => e.Id, ct), (await data.Formulas.AsNoTracking().ToListAsync(ct)).ToLookup(f => f.IndicatorId, StringComparer.Ordinal), await tries.Asked(ct));
        var rows = pages.SelectMany(p => Rows(p, work)).ToList();
        if (rows.Count == 0 && work.Findings.Count == 0) return new Problem("indicators.catalogue-no-sheet", "file");
        if (rows.Count > MostRows) return new Problem("indicators.too-many-rows", "file", MostRows);
        foreach (var row in rows.Where(r => r.Part == CataloguePart.Elements)) await Element(row, work, ct);
        foreach (var row in rows.Where(r => r.Part == CataloguePart.Indicators)) Indicator(row, work);
        foreach (var row in rows.Where(r => r.Part == CataloguePart.Formulas)) await Formula(row, work, ct);
        foreach (var (id, row) in work.Fresh.Where(f => !work.WithFormula.Contains(f.Key))) work.Refuse(row, "id", new("indicators.catalogue-no-formula", null, id));

        var read = new CatalogueRead(work.Changes, work.Unchanged, [.. work.Findings.Take(MostFindings)], Sealed(file, work));
        if (seal is null || work.Findings.Count > 0)
        {
            data.Forget();
            return read;
        }
        if (seal != read.Seal)
        {
            data.Forget();
            return MoveSubmission.Changed;
        }
        data.AddRange(work.Elements.Values.Where(e => work.Added.Contains(e.Id)));
        data.AddRange(work.Indicators.Values.Where(i => work.Added.Contains(i.Id)));
        data.AddRange(work.Versions);
        return await data.SaveUnlessTaken(ct) ? read : MoveSubmission.Changed;
    }

    /// <summary>What is known so far while rows are read; changed entities are tracked, and let go of when nothing is to be kept.</summary>
    sealed record Work(Dictionary<string, Indicator> Indicators, Dictionary<string, DataElement> Elements, ILookup<string, FormulaVersion> Formulas, IReadOnlySet<string> Asked)
    {
        public List<CatalogueFinding> Findings { get; } = [];
        public List<CatalogueChange> Changes { get; } = [];
        public List<FormulaVersion> Versions { get; } = [];
        public HashSet<string> Added { get; } = new(StringComparer.Ordinal);
        public Dictionary<string, CatalogueRow> Fresh { get; } = new(StringComparer.Ordinal);
        public HashSet<string> WithFormula { get; } = new(StringComparer.Ordinal);
        public HashSet<(CataloguePart, string)> Seen { get; } = [];
        public int Unchanged { get; set; }

        public void Refuse(CatalogueRow row, string column, Problem problem) => Findings.Add(new(row.Page, row.Place(column), row[column].Length > 60 ? row[column][..60] + "…" : row[column], problem));
        public void Refuse(CatalogueRow row, IEnumerable<Problem> problems)
        {
            foreach (var problem in problems) Refuse(row, problem.Field is { } field ? FieldOf.GetValueOrDefault(field, "id") : "id", problem);
        }
    }

    /// <summary>The rows of a page that is one of the three; its first row with the code's title says what each column is.</summary>
    IEnumerable<CatalogueRow> Rows(BookPage page, Work work)
    {
        if (Enum.GetValues<CataloguePart>().Cast<CataloguePart?>().FirstOrDefault(p => EitherLanguage.Of(texts, CatalogueBook.PageTitle(p!.Value)).Contains(page.Name.Trim())) is not { } part) yield break;
        var titles = CatalogueBook.Columns[part].SelectMany(c => EitherLanguage.Of(texts, CatalogueBook.Title(c)).Select(t => (t, c))).DistinctBy(t => t.t).ToDictionary(t => t.t, t => t.c, StringComparer.Ordinal);
        Dictionary<int, string>? columns = null;
        foreach (var row in page.Cells.GroupBy(c => c.Row).OrderBy(r => r.Key))
        {
            if (columns is null)
            {
                var named = row.Where(c => titles.ContainsKey(c.Text.Trim())).DistinctBy(c => titles[c.Text.Trim()]).ToDictionary(c => c.Column, c => titles[c.Text.Trim()]);
                if (!named.ContainsValue("id")) continue;
                columns = named;
                if (CatalogueBook.Columns[part].FirstOrDefault(c => !named.ContainsValue(c)) is { } missing)
                {
                    work.Findings.Add(new(page.Name, row.Key.ToString(CultureInfo.InvariantCulture), "", new("indicators.catalogue-no-column", null, texts[CatalogueBook.Title(missing)])));
                    yield break;
                }
                continue;
            }
            var cells = columns.ToDictionary(c => c.Value, c => ("", c.Key), StringComparer.Ordinal);
            foreach (var cell in row.Where(c => columns.ContainsKey(c.Column))) cells[columns[cell.Column]] = (cell.Text.Trim(), cell.Column);
            if (cells.Values.All(c => c.Item1.Length == 0)) continue;
            yield return new(part, page.Name, row.Key, cells);
        }
    }

    static List<string> Different(CatalogueRow row, string[] kept) => [.. CatalogueBook.Columns[row.Part].Where((c, i) => !string.Equals(row[c], kept[i].Trim(), StringComparison.Ordinal) && !(kept[i] is "TRUE" or "FALSE" && Yes(row[c]) == Yes(kept[i])))];
    static bool Yes(string text) => text.ToUpperInvariant() is "TRUE" or "是" or "YES" or "1";
    static List<string> Listed(string text) => [.. text.Split([';', '；', ',', '，', '、'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)];

    static bool First(CatalogueRow row, string key, Work work)
    {
        if (work.Seen.Add((row.Part, key))) return true;
        work.Refuse(row, "id", new("indicators.row-twice"));
        return false;
    }

    async Task Element(CatalogueRow row, Work work, CancellationToken ct)
    {
        var id = row["id"];
        if (!First(row, id, work)) return;
        var known = work.Elements.GetValueOrDefault(id);
        var different = known is null ? [] : Different(row, CatalogueBook.Row(known));
        if (known is not null && different.Count == 0)
        {
            work.Unchanged++;
            return;
        }
        if (known is { Own: false } or { RetiredOn: not null })
        {
            foreach (var column in different) work.Refuse(row, column, known.Own ? DefineIndicator.IsRetired : DefineIndicator.Shipped);
            return;
        }
        var read = new FieldReader();
        if (known is null && !DefineElement.IsOwnId(id)) read.Problems.Add(new("indicators.code-of-element", nameof(ElementForm.Code)));
        var element = known ?? new DataElement { Id = id, Own = true, Version = 0 };
        DefineElement.Fill(element, new()
        {
            Name = row["name-zh"],
            NameEn = row["name-en"],
            MeasureUnit = row["unit"],
            Kind = row["element-kind"],
            Combine = row["element-combine"],
            Departments = row["department"],
            Splits = Listed(row["element-splits"]),
            Sensitive = Yes(row["element-sensitive"]),
            Note = row["element-note"],
        }, read, known is not null && await tries.Counted(id, ct));
        work.Refuse(row, read.Problems);
        element.Version++;
        work.Elements[id] = element;
        if (known is null) work.Added.Add(id);
        work.Changes.Add(new(row.Part, id, element.Name, known is null, different));
    }

    static void Indicator(CatalogueRow row, Work work)
    {
        var id = row["id"];
        if (!First(row, id, work)) return;
        var known = work.Indicators.GetValueOrDefault(id);
        var different = known is null ? [] : Different(row, CatalogueBook.Row(known));
        if (known is not null && different.Count == 0)
        {
            work.Unchanged++;
            return;
        }
        if (known is { Own: false } or { RetiredOn: not null })
        {
            foreach (var column in different) work.Refuse(row, column, known.Own ? DefineIndicator.IsRetired : DefineIndicator.Shipped);
            return;
        }
        var read = new FieldReader();
        if (known is null && !DefineIndicator.IsOwnId(id)) read.Problems.Add(new("indicators.code-of-indicator", nameof(IndicatorForm.Code)));
        var indicator = known ?? new Indicator { Id = id, Own = true, Number = Math.Max(DefineIndicator.FirstNumber - 1, work.Indicators.Values.Max(i => i.Number)) + 1 };
        DefineIndicator.Fill(indicator, new()
        {
            Name = row["name-zh"],
            NameEn = row["name-en"],
            MeasureUnit = row["unit"],
            Direction = row["direction"],
            TargetKind = row["target-kind"],
            Domain = row["domain"],
            Departments = row["department"],
            Frequency = Listed(row["often"]),
            Split = Listed(row["split"]),
            Definition = row["definition-zh"],
            DefinitionEn = row["definition-en"],
            NumeratorWords = row["numerator-words"],
            DenominatorWords = row["denominator-words"],
        }, read);
        work.Refuse(row, read.Problems);
        indicator.Version++;
        work.Indicators[id] = indicator;
        if (known is null)
        {
            work.Added.Add(id);
            work.Fresh[id] = row;
        }
        work.Changes.Add(new(row.Part, id, indicator.Name, known is null, different));
    }

    async Task Formula(CatalogueRow row, Work work, CancellationToken ct)
    {
        var id = row["id"];
        if (!First(row, id + "|" + row["version-number"], work)) return;
        if (!work.Indicators.TryGetValue(id, out var indicator))
        {
            work.Refuse(row, "id", DefineIndicator.NoSuch);
            return;
        }
        work.WithFormula.Add(id);
        var versions = work.Formulas[id].OrderBy(f => f.Number).ToList();
        if (row["version-number"].Length > 0 && !work.Added.Contains(id))
        {
            if (versions.Find(v => v.Number.ToString(CultureInfo.InvariantCulture) == row["version-number"]) is not { } kept) work.Refuse(row, "version-number", new("indicators.no-such-version"));
            else if (Different(row, CatalogueBook.Row(kept)) is { Count: > 0 } different) foreach (var column in different) work.Refuse(row, column, new("indicators.version-fixed"));
            else work.Unchanged++;
            return;
        }
        if (indicator.RetiredOn is not null)
        {
            work.Refuse(row, "id", DefineIndicator.IsRetired);
            return;
        }
        var form = new FormulaForm
        {
            Top = row["formula-top"],
            Bottom = row["formula-bottom"],
            Factor = row["formula-factor"],
            Digits = row["formula-digits"],
            FromYear = row["formula-from"],
            BaseYear = row["formula-base"],
            Gross = Yes(row["formula-gross"]),
            Lowest = versions.LastOrDefault()?.Lowest ?? false, // no column of the workbook: what decides stays as it was
            Note = row["formula-note"],
            NoteEn = row["formula-note-en"],
        };
        var fresh = work.Added.Contains(id);
        var number = fresh ? 1 : Math.Max(FormulaVersion.FirstOwn - 1, versions.Select(v => v.Number).DefaultIfEmpty(0).Max()) + 1;
        var reason = new FieldReader();
        var why = reason.Words(row["version-reason"], nameof(VersionForm.Reason), 400, required: !fresh);
        work.Refuse(row, reason.Problems);
        var read = FormulaReading.Read(form, id, number, work.Elements, work.Asked, data.NewId(), why.Length == 0 ? null : why);
        foreach (var problem in read.Problems) work.Refuse(row, problem.Field == nameof(form.Note) ? "formula-note" : problem.Field is { } field ? FieldOf.GetValueOrDefault(field, "id") : "id", problem);
        if (read.Version is not { } version) return;
        if (!fresh)
        {
            if (versions.LastOrDefault() is { } last)
            {
                if (version.FromYear < last.FromYear) work.Refuse(row, "formula-from", new("indicators.version-before-last", null, last.FromYear.ToString(CultureInfo.InvariantCulture)));
                if (DefineIndicator.Same(last, version)) work.Refuse(row, "formula-top", new("indicators.version-same"));
            }
            // To begin in a published year is decided on the page, where the figures stand beside each other.
            if (await tries.Published(versions, version.FromYear, ct) is { Count: > 0 } published) work.Refuse(row, "formula-from", new("indicators.catalogue-published", null, Browsing.IndicatorWords.List(published.Select(y => y.ToString(System.Globalization.CultureInfo.InvariantCulture)))));
            indicator.Version++;
        }
        work.Versions.Add(version);
        work.Changes.Add(new(row.Part, id, indicator.Name, true, []));
    }

    static string Sealed(ReadOnlyMemory<byte> file, Work work)
    {
        // The versions of what is touched, as they stand after this import: another hand in between makes them others.
        var touched = work.Changes.Select(c => c.Part == CataloguePart.Elements ? $"{c.Id}:{work.Elements[c.Id].Version}" : $"{c.Id}:{work.Indicators[c.Id].Version}");
        return Convert.ToHexString(SHA256.HashData([.. SHA256.HashData(file.Span), .. Encoding.UTF8.GetBytes(string.Join('|', touched))]));
    }
}
