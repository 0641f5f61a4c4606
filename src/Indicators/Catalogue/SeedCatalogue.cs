using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;

namespace OneMetre.Indicators.Catalogue;

/// <summary>
/// Brings the catalogue in the database to what the product ships: adds what is new, mends what has changed, and takes nothing away, because plans and figures refer to it. What a city has added or
/// versioned itself is not touched.
/// </summary>
sealed class SeedCatalogue(IndicatorsData data)
{
    /// <summary>The number of definitions added or mended; 0 when all is as shipped.</summary>
    public async Task<int> Run(CancellationToken ct)
    {
        var indicators = await data.Indicators.ToDictionaryAsync(i => i.Id, ct);
        foreach (var shipped in CatalogueFile.Indicators())
        {
            if (!indicators.TryGetValue(shipped.Id, out var kept)) data.Add(shipped);
            else if (!kept.Own) kept.Become(shipped);
        }
        var elements = await data.Elements.ToDictionaryAsync(e => e.Id, ct);
        foreach (var shipped in RuleFiles.Elements().Select(ElementOf))
        {
            if (!elements.TryGetValue(shipped.Id, out var kept)) data.Add(shipped);
            else if (!kept.Own) kept.Become(shipped);
        }
        // A formula that figures were worked out by is never changed under them: a newer edition brings a new version.
        var formulas = await data.Formulas.Select(f => new { f.IndicatorId, f.Number }).ToListAsync(ct);
        data.AddRange(RuleFiles.Formulas().Where(s => !formulas.Exists(f => f.IndicatorId == s.Indicator && f.Number == s.Version)).Select(FormulaOf));
        var checks = await data.Checks.ToDictionaryAsync(c => c.Id, ct);
        foreach (var shipped in RuleFiles.Checks().Select(CheckOf))
        {
            if (checks.TryGetValue(shipped.Id, out var kept)) kept.Become(shipped);
            else data.Add(shipped);
        }
        return await data.SaveChanges(ct);
    }

    static DataElement ElementOf(ElementRow row) => new()
    {
        Id = row.Id,
        Name = row.Name,
        NameEn = row.NameEn,
        MeasureUnit = row.MeasureUnit,
        Kind = Enum.Parse<ElementKind>(row.Kind, ignoreCase: true),
        Combine = Enum.Parse<Combine>(row.Combine, ignoreCase: true),
        Departments = row.Departments,
        Splits = string.Join(';', row.Splits),
        Sensitive = row.Sensitive,
        Source = row.Source.Length == 0 ? null : row.Source,
        Note = row.Note.Length == 0 ? null : row.Note,
    };

    FormulaVersion FormulaOf(FormulaRow row) => new()
    {
        Id = data.NewId(),
        IndicatorId = row.Indicator,
        Number = row.Version,
        FromYear = row.FromYear,
        Numerator = row.Numerator,
        Denominator = row.Denominator,
        Factor = row.Factor,
        Digits = row.Digits,
        BaseYear = row.BaseYear,
        Gross = row.Gross,
        Lowest = row.Lowest,
        Note = row.Note.Length == 0 || row.Gross ? null : row.Note,
    };

    static FigureCheck CheckOf(CheckRow row) => new()
    {
        Id = row.Id,
        Expression = row.Expression,
        Severity = row.Severity == Platform.Results.Severity.Error ? CheckSeverity.Error : CheckSeverity.Warning,
        Message = row.Message,
        MessageEn = row.MessageEn,
        Note = row.Note.Length == 0 ? null : row.Note,
    };
}
