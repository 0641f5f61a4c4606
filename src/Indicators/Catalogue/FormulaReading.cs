using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Catalogue;

/// <summary>What a typed formula comes to: Version where it can be kept; Notes hinder nothing and should be known.</summary>
sealed record ReadFormula(FormulaVersion? Version, IReadOnlyList<Problem> Problems, IReadOnlyList<Problem> Notes);

/// <summary>
/// Reads a formula with the parser that works it out, and holds it to what no parser knows: that the elements exist, that what is added measures the same, that every look-up can be answered. Pure.
/// </summary>
static class FormulaReading
{
    const int Longest = 400, FirstYear = 2000, LastYear = 2100;

    /// <param name="asked">The elements that stand on a form.</param>
    public static ReadFormula Read(FormulaForm form, string indicator, int number, IReadOnlyDictionary<string, DataElement> elements, IReadOnlySet<string> asked, Guid id = default, string? reason = null, string? @override = null, int? publicFrom = null)
    {
        var read = new FieldReader();
        var called = new ElementNames(elements.Values.Where(e => e.RetiredOn is null).Select(e => (e.Id, (IEnumerable<string>)[e.Name, e.NameEn])));
        var (top, bottom) = (Expressed(form.Top, nameof(form.Top), true), Expressed(form.Bottom, nameof(form.Bottom), false));
        var factor = read.Whole(form.Factor, nameof(form.Factor), 1, 1_000_000) ?? 1;
        var digits = read.Whole(form.Digits, nameof(form.Digits), 0, 4) ?? 0;
        var from = read.Whole(form.FromYear, nameof(form.FromYear), FirstYear, LastYear) ?? FirstYear;
        var year = read.Whole(form.BaseYear, nameof(form.BaseYear), FirstYear, LastYear, required: false);
        var (note, noteEn) = (read.Words(form.Note, nameof(form.Note), Longest, false), read.Words(form.NoteEn, nameof(form.NoteEn), Longest, false));
        List<Name> names = [.. (top?.Names ?? []).Concat(bottom?.Names ?? []).Distinct()];
        if (year is null && names.Exists(n => n.Look == Look.Base)) read.Problems.Add(new("indicators.formula-needs-base", nameof(form.BaseYear)));

        var known = names.Select(n => elements.GetValueOrDefault(n.Element)).OfType<DataElement>().Distinct().ToList();
        if (form.Lowest && known.Find(e => e.Sensitive) is { } sensitive) read.Problems.Add(new("indicators.lowest-sensitive", nameof(form.Lowest), sensitive.Id));
        List<Problem> notes =
        [
            .. known.Where(e => !asked.Contains(e.Id)).Select(e => new Problem("indicators.formula-not-asked", null, e.Id)),
            .. known.Exists(e => e.Combine == Rules.Combine.Sum) ? known.Where(e => e.Combine == Rules.Combine.None).Select(e => new Problem("indicators.formula-not-added", null, e.Id)) : [],
        ];
        if (read.Problems.Count > 0 || top is null) return new(null, read.Problems, notes);
        return new(new()
        {
            Id = id,
            IndicatorId = indicator,
            Number = number,
            FromYear = from,
            Numerator = top.ToString(),
            Denominator = bottom?.ToString(),
            Factor = factor,
            Digits = digits,
            BaseYear = year,
            Gross = form.Gross,
            Lowest = form.Lowest,
            Note = note.Length == 0 ? null : note,
            NoteEn = noteEn.Length == 0 ? null : noteEn,
            Reason = reason,
            Override = @override,
            PublicFromYear = publicFrom,
        }, [], notes);

        Expression? Expressed(string? text, string field, bool required)
        {
            if (string.IsNullOrWhiteSpace(text) && !required) return null;
            var parsed = Expression.Parse(text, called);
            if (parsed.Value is not { } expression)
            {
                read.Problems.Add(parsed.Problems[0] with { Field = field });
                return null;
            }
            var before = read.Problems.Count;
            if (expression.IsCondition) read.Problems.Add(new("indicators.formula-condition", field));
            if (expression.ToString().Length > Longest) read.Problems.Add(new("indicators.too-long", field, Longest));
            read.Problems.AddRange(expression.Strangers(elements.ContainsKey).Select(p => p with { Field = field }));
            foreach (var name in expression.Names.Where(n => elements.ContainsKey(n.Element)))
            {
                var element = elements[name.Element];
                if (element.RetiredOn is not null) read.Problems.Add(new("indicators.formula-retired", field, element.Id));
                if (name.Look is Look.Children or Look.Registry) read.Problems.Add(new("indicators.formula-look", field, name.ToString()));
                if (name.Split.Length > 0 && !Model.Splits.Fits(name.Split, element.Kind == ElementKind.Range ? "end" : element.Splits)) read.Problems.Add(new("indicators.formula-split", field, element.Id, name.Split));
            }
            if (expression.Mixed(e => elements.GetValueOrDefault(e)?.MeasureUnit) is { } mixed)
                read.Problems.Add(new("indicators.formula-mixed", field, mixed.One.Element, elements[mixed.One.Element].MeasureUnit, mixed.Other.Element, elements[mixed.Other.Element].MeasureUnit));
            return read.Problems.Count == before ? expression : null;
        }
    }
}
