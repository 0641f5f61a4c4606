using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Measuring;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules.Expressions;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;

namespace OneMetre.Indicators.Catalogue;

/// <summary>
/// Writes the city's own indicators and the versions of every formula. The wording of a shipped indicator is the product's; what a city may give it is a formula version from a year on. A version that figures were measured by is
/// never changed, only followed by another, and what has been published keeps the formula that it was published under.
/// </summary>
sealed partial class DefineIndicator(IndicatorsData data, TryFormula tries, TimeProvider time)
{
    public static readonly Problem NoSuch = new("indicators.no-such-indicator"), Shipped = new("indicators.shipped-fixed"), IsRetired = new("indicators.is-retired");

    /// <summary>The numbers of the city's own begin here, above those of the product.</summary>
    public const int FirstNumber = 101;

    const int MostWords = 200;

    public async Task<Result<string>> Create(IndicatorForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        var read = new FieldReader();
        var code = read.Line(form.Code, nameof(form.Code), 30);
        if (code.Length > 0 && !Code().IsMatch(code)) read.Problems.Add(new("indicators.code-of-indicator", nameof(form.Code)));
        var id = OwnId(code);
        if (read.Problems.Count == 0 && await data.Indicators.AnyAsync(i => i.Id == id, ct)) read.Problems.Add(new("indicators.code-taken", nameof(form.Code), id));
        var number = Math.Max(FirstNumber - 1, await data.Indicators.MaxAsync(i => (int?)i.Number, ct) ?? 0) + 1;
        var indicator = new Indicator { Id = id, Number = number, Own = true, Open = form.Open, Version = 1 };
        Fill(indicator, form, read);
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        var formula = FormulaReading.Read(form, id, 1, elements, await tries.Asked(ct), data.NewId());
        read.Problems.AddRange(formula.Problems);
        if (form.Lowest && indicator.Direction is not ("up" or "rising")) read.Problems.Add(LowestIsWorst);
        if (read.Problems.Count > 0 || formula.Version is null) return new Result<string>(default, read.Problems);
        Describe(indicator, formula.Version, elements);
        data.Add(indicator);
        data.Add(formula.Version);
        return await data.SaveUnlessTaken(ct) ? id : MoveSubmission.Changed;
    }

    public async Task<Result<string>> Change(string id, IndicatorForm form, CancellationToken ct)
    {
        var found = await Own(id, form.Version, ct);
        if (found.Value is not { } indicator) return new Result<string>(default, found.Problems);
        if (indicator.RetiredOn is not null) return IsRetired;
        var read = new FieldReader();
        Fill(indicator, form, read);
        indicator.Open = form.Open;
        return await Kept(indicator, read.Problems, ct);
    }

    public async Task<Result<string>> Retire(string id, RetireForm form, CancellationToken ct)
    {
        var found = await Own(id, form.Version, ct);
        if (found.Value is not { } indicator) return new Result<string>(default, found.Problems);
        if (indicator.RetiredOn is not null) return IsRetired;
        var read = new FieldReader();
        (indicator.RetiredOn, indicator.RetiredWhy, indicator.Open) = (time.Today(), read.Line(form.Why, nameof(form.Why), 200), false);
        return await Kept(indicator, read.Problems, ct);
    }

    /// <summary>Where less is better the lowest part is the best one.</summary>
    static readonly Problem LowestIsWorst = new("indicators.lowest-not-up", nameof(FormulaForm.Lowest));

    /// <summary>Numerator and denominator in words, where nobody wrote any: those of the elements, as far as they say it all.</summary>
    static void Describe(Indicator indicator, FormulaVersion version, Dictionary<string, DataElement> elements)
    {
        if (indicator.Numerator is not null || indicator.Denominator is not null || FormulaBook.Of(version) is not { Denominator: { } bottom } formula) return;
        if (formula.Names.Any(n => n.Split.Length > 0 || n.Look != Look.Now)) return;
        var (above, below) = (formula.Numerator.ToWords(n => elements[n.Element].Name), bottom.ToWords(n => elements[n.Element].Name));
        if (above.Length <= MostWords && below.Length <= MostWords) (indicator.Numerator, indicator.Denominator) = (above, below);
    }

    /// <summary>Measures an indicator otherwise from a year on, shipped or not.</summary>
    public async Task<Result<string>> AddVersion(string id, VersionForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (await data.Indicators.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } indicator) return NoSuch;
        if (indicator.Version != form.Version) return MoveSubmission.Changed;
        if (indicator.RetiredOn is not null) return IsRetired;
        var versions = await data.Formulas.AsNoTracking().Where(f => f.IndicatorId == id).OrderBy(f => f.Number).ToListAsync(ct);
        var read = new FieldReader();
        var reason = read.Words(form.Reason, nameof(form.Reason), 400);
        var number = Math.Max(FormulaVersion.FirstOwn - 1, versions.Select(v => v.Number).DefaultIfEmpty(0).Max()) + 1;
        var elements = await data.Elements.AsNoTracking().ToDictionaryAsync(e => e.Id, ct);
        var asked = await tries.Asked(ct);
        var formula = FormulaReading.Read(form, id, number, elements, asked);
        read.Problems.AddRange(formula.Problems);
        if (form.Lowest && indicator.Direction is not ("up" or "rising")) read.Problems.Add(LowestIsWorst);
        if (formula.Version is { } typed)
        {
            var (last, published) = (versions.LastOrDefault(), await tries.Published(versions, typed.FromYear, ct));
            if (last is not null && typed.FromYear < last.FromYear) read.Problems.Add(new("indicators.version-before-last", nameof(form.FromYear), Year(last.FromYear)));
            if (last is not null && Same(last, typed)) read.Problems.Add(new("indicators.version-same", nameof(form.Top)));
            var why = read.Words(form.Override, nameof(form.Override), 400, required: published.Count > 0 && form.Confirm);
            if (published.Count > 0 && !form.Confirm) read.Problems.Add(new("indicators.version-published", nameof(form.Confirm), Browsing.IndicatorWords.List(published.Select(Year))));
            if (read.Problems.Count == 0)
            {
                data.Add(FormulaReading.Read(form, id, number, elements, asked, data.NewId(), reason, published.Count > 0 ? why : null, published.Count > 0 ? published[^1] + 1 : null).Version!);
                indicator.Version++;
                return await data.SaveUnlessTaken(ct) ? id : MoveSubmission.Changed;
            }
        }
        data.Forget();
        // Somebody was quicker, between the look at the indicator and that at its versions: that is what there is to say.
        if (await data.Indicators.AnyAsync(i => i.Id == id && i.Version != form.Version, ct)) return MoveSubmission.Changed;
        return new Result<string>(default, read.Problems);
    }

    public static string OwnId(string code) => code.StartsWith(CatalogueWords.OwnIndicator, StringComparison.Ordinal) && code.Length > 3 && char.IsAsciiLetterUpper(code[3]) ? code
        : CatalogueWords.OwnIndicator + (code.Length == 0 ? "" : char.ToUpperInvariant(code[0]) + code[1..]);

    public static bool IsOwnId(string id) => id.Length > CatalogueWords.OwnIndicator.Length && id == OwnId(id) && Code().IsMatch(id);

    /// <summary>Whether two versions measure alike.</summary>
    public static bool Same(FormulaVersion a, FormulaVersion b) => (a.Numerator, a.Denominator, a.Factor, a.Digits, a.BaseYear, a.Gross, a.Lowest) == (b.Numerator, b.Denominator, b.Factor, b.Digits, b.BaseYear, b.Gross, b.Lowest);

    async Task<Result<Indicator>> Own(string id, int version, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (await data.Indicators.SingleOrDefaultAsync(i => i.Id == id, ct) is not { } indicator) return NoSuch;
        if (!indicator.Own) return Shipped;
        return indicator.Version == version ? indicator : MoveSubmission.Changed;
    }

    async Task<Result<string>> Kept(Indicator indicator, List<Problem> problems, CancellationToken ct)
    {
        if (problems.Count > 0)
        {
            data.Forget();
            return new Result<string>(default, problems);
        }
        indicator.Version++;
        return await data.SaveUnlessTaken(ct) ? indicator.Id : MoveSubmission.Changed;
    }

    public static void Fill(Indicator indicator, IndicatorForm form, FieldReader read)
    {
        indicator.Name = read.Line(form.Name, nameof(form.Name), 120);
        indicator.NameEn = read.Line(form.NameEn, nameof(form.NameEn), 160, false);
        indicator.MeasureUnit = read.Line(form.MeasureUnit, nameof(form.MeasureUnit), 40);
        indicator.Direction = read.OneOf(form.Direction, nameof(form.Direction), CatalogueWords.Directions);
        indicator.TargetKind = read.OneOf(form.TargetKind, nameof(form.TargetKind), CatalogueWords.TargetKinds);
        indicator.Domain = read.OneOf(form.Domain ?? "", nameof(form.Domain), CatalogueWords.Domains);
        indicator.Departments = read.Departments(form.Departments, nameof(form.Departments));
        indicator.Frequency = read.AnyOf(form.Frequency, nameof(form.Frequency), CatalogueWords.Frequencies, ',', required: true);
        indicator.Split = read.AnyOf(form.Split, nameof(form.Split), CatalogueWords.Splits, ',');
        indicator.Definition = read.Words(form.Definition, nameof(form.Definition), 2000);
        indicator.DefinitionEn = read.Words(form.DefinitionEn, nameof(form.DefinitionEn), 2000, false);
        indicator.Numerator = OrNull(read.Line(form.NumeratorWords, nameof(form.NumeratorWords), MostWords, false));
        indicator.Denominator = OrNull(read.Line(form.DenominatorWords, nameof(form.DenominatorWords), MostWords, false));
    }

    static string? OrNull(string text) => text.Length == 0 ? null : text;
    static string Year(int year) => year.ToString(System.Globalization.CultureInfo.InvariantCulture);

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9]{1,29}$")]
    private static partial Regex Code();
}
