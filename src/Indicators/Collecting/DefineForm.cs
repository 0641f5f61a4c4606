using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Collecting;

/// <summary>A form as typed: its legal marks and its lines.</summary>
sealed class FormInput
{
    public int Version { get; set; }
    public string? Number { get; set; }
    public string? Title { get; set; }
    public string? TitleEn { get; set; }
    public string? IssuedBy { get; set; }
    public string? ApprovedBy { get; set; }
    public string? ApprovalNumber { get; set; }
    public string? ValidUntil { get; set; }
    public string? Frequency { get; set; }
    public bool Reviewed { get; set; }
    public List<LineInput> Lines { get; set => field = value ?? []; } = [];
}

sealed class LineInput
{
    public string? Element { get; set; }
    public bool On { get; set; }
    public string? SplitBy { get; set; }
    public string? Heading { get; set; }
    public bool Evidence { get; set; }
}

/// <summary>
/// Makes a form or changes it. No element stands on two forms of the same rhythm: what is asked once is not asked again (domain reference §9). The lines of a form that has been issued stay as they
/// are, because submissions lie under them; a change of the questions is a new form with a new number.
/// </summary>
sealed class DefineForm(IndicatorsData data)
{
    public async Task<Result<Guid>> Run(Guid? id, FormInput input, CancellationToken ct)
    {
        var form = id is null ? new ReportForm { Id = data.NewId(), RegionPrefix = data.OwnPrefix } : await data.OwnForms.SingleOrDefaultAsync(f => f.Id == id, ct);
        if (form is null) return new Problem("indicators.no-such-form");
        if (id is not null && form.Version != input.Version) return new Problem("indicators.changed-meanwhile");

        var problems = new List<Problem>();
        form.Number = Text(input.Number, nameof(input.Number), 40, problems);
        form.Title = Text(input.Title, nameof(input.Title), 120, problems);
        form.TitleEn = Text(input.TitleEn, nameof(input.TitleEn), 160, problems, required: false);
        form.IssuedBy = Text(input.IssuedBy, nameof(input.IssuedBy), 120, problems);
        form.ApprovedBy = Text(input.ApprovedBy, nameof(input.ApprovedBy), 120, problems);
        form.ApprovalNumber = Text(input.ApprovalNumber, nameof(input.ApprovalNumber), 60, problems);
        if (!Typed.Day(input.ValidUntil, out var until)) problems.Add(new("indicators.not-a-day", nameof(input.ValidUntil)));
        else if (until is null) problems.Add(new("indicators.required", nameof(input.ValidUntil)));
        else form.ValidUntil = until.Value;
        var issued = id is not null && await data.Rounds.AnyAsync(r => r.FormId == id, ct);
        if (!issued)
        {
            if (Enum.TryParse<PeriodKind>(input.Frequency, out var kind) && Enum.IsDefined(kind)) form.Frequency = kind;
            else problems.Add(new("indicators.required", nameof(input.Frequency)));
        }
        form.Reviewed = input.Reviewed;
        if (form.Number.Length > 0 && await data.Forms.AnyAsync(f => f.Number == form.Number && f.Id != form.Id, ct)) problems.Add(new("indicators.number-taken", nameof(input.Number)));
        if (!issued) await Lines(form, input, problems, ct);
        if (problems.Count > 0)
        {
            data.Forget();
            return new Result<Guid>(default, problems);
        }
        form.Version++;
        if (id is null) data.Add(form);
        return await data.SaveUnlessChanged(ct) ? form.Id : new Problem("indicators.changed-meanwhile");
    }

    async Task Lines(ReportForm form, FormInput input, List<Problem> problems, CancellationToken ct)
    {
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        var wanted = input.Lines.Where(l => l.On && l.Element is not null && elements.ContainsKey(l.Element)).DistinctBy(l => l.Element).ToList();
        if (wanted.Count == 0) problems.Add(new("indicators.no-lines", nameof(input.Lines)));

        var elsewhere = await (from line in data.Lines join other in data.Forms on line.FormId equals other.Id where other.Id != form.Id && other.Frequency == form.Frequency select new { line.ElementId, other.Number }).ToListAsync(ct);
        foreach (var line in wanted)
        {
            if (elements[line.Element!].RetiredOn is not null && !await data.Lines.AnyAsync(l => l.FormId == form.Id && l.ElementId == line.Element, ct)) problems.Add(new("indicators.formula-retired", $"line-{line.Element}", line.Element!));
            if (elsewhere.Find(e => e.ElementId == line.Element) is { } taken) problems.Add(new("indicators.asked-already", $"line-{line.Element}", elements[line.Element!].Name, taken.Number));
            if (!string.IsNullOrEmpty(line.SplitBy) && !elements[line.Element!].Splits.Split(';').Contains(line.SplitBy)) problems.Add(new("indicators.no-such-split", $"line-{line.Element}"));
            if (line.Heading?.Trim().Length > 120) problems.Add(new("indicators.too-long", $"line-{line.Element}", 120));
        }
        if (problems.Count > 0) return;

        foreach (var old in await data.Lines.Where(l => l.FormId == form.Id).ToListAsync(ct)) data.Remove(old);
        data.AddRange(wanted.Select((l, i) => new FormLine
        {
            Id = data.NewId(),
            FormId = form.Id,
            SortOrder = i,
            ElementId = l.Element!,
            SplitBy = elements[l.Element!].Kind == ElementKind.Range ? "end" : l.SplitBy ?? "",
            Heading = string.IsNullOrWhiteSpace(l.Heading) ? null : l.Heading.Trim(),
            Required = true,
            EvidenceRequired = l.Evidence,
        }));
    }

    static string Text(string? typed, string field, int longest, List<Problem> problems, bool required = true)
    {
        var text = (typed ?? "").Trim();
        if (text.Length == 0 && required) problems.Add(new("indicators.required", field));
        if (text.Length > longest) problems.Add(new("indicators.too-long", field, longest));
        return text;
    }
}
