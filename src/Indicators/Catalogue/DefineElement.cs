using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Catalogue;

/// <summary>Writes the city's own data elements. What figures have been counted by (kind, unit, how regions are added up, splits) stays as it is once there are figures.</summary>
sealed partial class DefineElement(IndicatorsData data, TryFormula tries, TimeProvider time)
{
    static readonly string[] Dimensions = [.. Splits.Dimensions.Where(d => d != "end")];
    public static readonly Problem NoSuch = new("indicators.no-such-data-element");

    public async Task<Result<string>> Create(ElementForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        var read = new FieldReader();
        var code = read.Line(form.Code, nameof(form.Code), 50);
        if (code.Length > 0 && !Code().IsMatch(code)) read.Problems.Add(new("indicators.code-of-element", nameof(form.Code)));
        var id = OwnId(code);
        if (read.Problems.Count == 0 && await data.Elements.AnyAsync(e => e.Id == id, ct)) read.Problems.Add(new("indicators.code-taken", nameof(form.Code), id));
        var element = new DataElement { Id = id, Own = true, Version = 1 };
        Fill(element, form, read, counted: false);
        if (read.Problems.Count > 0) return new Result<string>(default, read.Problems);
        data.Add(element);
        return await data.SaveUnlessTaken(ct) ? id : MoveSubmission.Changed;
    }

    public async Task<Result<string>> Change(string id, ElementForm form, CancellationToken ct)
    {
        var found = await Own(id, form.Version, ct);
        if (found.Value is not { } element) return new Result<string>(default, found.Problems);
        if (element.RetiredOn is not null) return DefineIndicator.IsRetired;
        var read = new FieldReader();
        Fill(element, form, read, await tries.Counted(id, ct));
        return await Kept(element, read.Problems, ct);
    }

    /// <summary>Refused while a formula in use or a form still asks for it.</summary>
    public async Task<Result<string>> Retire(string id, RetireForm form, CancellationToken ct)
    {
        var found = await Own(id, form.Version, ct);
        if (found.Value is not { } element) return new Result<string>(default, found.Problems);
        if (element.RetiredOn is not null) return DefineIndicator.IsRetired;
        var read = new FieldReader();
        (element.RetiredOn, element.RetiredWhy) = (time.Today(), read.Line(form.Why, nameof(form.Why), 200));
        var live = await data.Indicators.AsNoTracking().Where(i => i.RetiredOn == null).Select(i => i.Id).ToListAsync(ct);
        var formulas = (await data.Formulas.AsNoTracking().Where(f => live.Contains(f.IndicatorId)).ToListAsync(ct)).GroupBy(f => f.IndicatorId).Select(g => FormulaBook.InUse([.. g])[^1]);
        if (formulas.FirstOrDefault(f => FormulaBook.Of(f)?.Names.Any(n => n.Element == id) == true) is { } used) read.Problems.Add(new("indicators.element-in-formula", null, used.IndicatorId));
        if (await (from line in data.Lines join f in data.Forms on line.FormId equals f.Id where line.ElementId == id orderby f.Number select f.Number).FirstOrDefaultAsync(ct) is { } number) read.Problems.Add(new("indicators.element-on-form", null, number));
        return await Kept(element, read.Problems, ct);
    }

    public static string OwnId(string code) => code.StartsWith(CatalogueWords.OwnElement, StringComparison.Ordinal) ? code : CatalogueWords.OwnElement + code;

    public static bool IsOwnId(string id) => id.StartsWith(CatalogueWords.OwnElement, StringComparison.Ordinal) && id.Length is > 4 and <= 54 && Code().IsMatch(id[4..]);

    async Task<Result<DataElement>> Own(string id, int version, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (await data.Elements.SingleOrDefaultAsync(e => e.Id == id, ct) is not { } element) return NoSuch;
        if (!element.Own) return DefineIndicator.Shipped;
        return element.Version == version ? element : MoveSubmission.Changed;
    }

    async Task<Result<string>> Kept(DataElement element, List<Problem> problems, CancellationToken ct)
    {
        if (problems.Count > 0)
        {
            data.Forget();
            return new Result<string>(default, problems);
        }
        element.Version++;
        return await data.SaveUnlessChanged(ct) ? element.Id : MoveSubmission.Changed;
    }

    /// <param name="counted">There are figures: what they were counted by does not change.</param>
    public static void Fill(DataElement element, ElementForm form, FieldReader read, bool counted)
    {
        element.Name = read.Line(form.Name, nameof(form.Name), 120);
        element.NameEn = read.Line(form.NameEn, nameof(form.NameEn), 160, false);
        element.Departments = read.Departments(form.Departments, nameof(form.Departments));
        var note = read.Words(form.Note, nameof(form.Note), 400, false);
        element.Note = note.Length == 0 ? null : note;
        // A count once called sensitive was kept small from the public; it cannot be called harmless afterwards.
        element.Sensitive = form.Sensitive || (counted && element.Sensitive);

        var (unit, kind, combine) = (read.Line(form.MeasureUnit, nameof(form.MeasureUnit), 40), read.Named<ElementKind>(form.Kind, nameof(form.Kind)), read.Named<Combine>(form.Combine, nameof(form.Combine)));
        var splits = read.AnyOf(form.Splits, nameof(form.Splits), Dimensions, ';');
        if (kind == ElementKind.Range && (combine != Combine.Lowest || splits.Length > 0)) read.Problems.Add(new("indicators.element-range", nameof(form.Combine)));
        if (kind is ElementKind.YesNo or ElementKind.Standard && combine == Combine.Sum) read.Problems.Add(new("indicators.element-not-added", nameof(form.Combine)));
        if (counted && (unit, kind, combine, splits) != (element.MeasureUnit, element.Kind, element.Combine, element.Splits)) read.Problems.Add(new("indicators.element-counted", nameof(form.Kind)));
        (element.MeasureUnit, element.Kind, element.Combine, element.Splits) = (unit, kind, combine, splits);
    }

    [GeneratedRegex(@"^[a-z][a-z0-9]*([.-][a-z0-9]+)*$")]
    private static partial Regex Code();
}
