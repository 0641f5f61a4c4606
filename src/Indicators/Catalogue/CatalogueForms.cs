using System.Globalization;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Rules;

namespace OneMetre.Indicators.Catalogue;

/// <summary>A formula as typed: the expressions and what goes with them.</summary>
class FormulaForm
{
    public string? Do { get; set; }

    /// <summary>Of the indicator, as it stood when the form was taken.</summary>
    public int Version { get; set; }
    public string? Top { get; set; }
    public string? Bottom { get; set; }
    public string? Factor { get; set; }
    public string? Digits { get; set; }
    public string? FromYear { get; set; }
    public string? BaseYear { get; set; }
    public bool Gross { get; set; }
    public bool Lowest { get; set; }
    public string? Note { get; set; }
    public string? NoteEn { get; set; }
}

/// <summary>An indicator of the city's own as typed; the formula only when it is new.</summary>
sealed class IndicatorForm : FormulaForm
{
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? NameEn { get; set; }
    public string? MeasureUnit { get; set; }
    public string? Direction { get; set; }
    public string? TargetKind { get; set; }
    public string? Domain { get; set; }
    public string? Departments { get; set; }
    public List<string> Frequency { get; set => field = value ?? []; } = [];
    public List<string> Split { get; set => field = value ?? []; } = [];
    public string? Definition { get; set; }
    public string? DefinitionEn { get; set; }
    public string? NumeratorWords { get; set; }
    public string? DenominatorWords { get; set; }
    public bool Open { get; set; }

    public static IndicatorForm Fresh(int year) => new() { Direction = "up", TargetKind = "at-least", Frequency = ["A"], Split = ["C"], Factor = "1", Digits = "1", FromYear = year.ToString(CultureInfo.InvariantCulture) };

    public static IndicatorForm Of(Indicator i) => new()
    {
        Version = i.Version,
        Code = i.Id,
        Open = i.Open,
        Name = i.Name,
        NameEn = i.NameEn,
        MeasureUnit = i.MeasureUnit,
        Direction = i.Direction,
        TargetKind = i.TargetKind,
        Domain = i.Domain,
        Departments = i.Departments,
        Frequency = [.. i.Frequency.Split(',', StringSplitOptions.RemoveEmptyEntries)],
        Split = [.. i.Split.Split(',', StringSplitOptions.RemoveEmptyEntries)],
        Definition = i.Definition,
        DefinitionEn = i.DefinitionEn,
        NumeratorWords = i.Numerator,
        DenominatorWords = i.Denominator,
    };
}

/// <summary>A new version of a formula as typed. Confirm and Override: it may begin in a year that is published already, and why.</summary>
sealed class VersionForm : FormulaForm
{
    public string? Reason { get; set; }
    public bool Confirm { get; set; }
    public string? Override { get; set; }

    public static VersionForm Of(Indicator indicator, FormulaVersion? last, int year) => new()
    {
        Version = indicator.Version,
        Top = last?.Numerator,
        Bottom = last?.Denominator,
        Factor = (last?.Factor ?? 1).ToString(CultureInfo.InvariantCulture),
        Digits = (last?.Digits ?? 1).ToString(CultureInfo.InvariantCulture),
        FromYear = year.ToString(CultureInfo.InvariantCulture),
        BaseYear = last?.BaseYear?.ToString(CultureInfo.InvariantCulture),
        Gross = last?.Gross ?? false,
        Lowest = last?.Lowest ?? false,
    };
}

/// <summary>The formula that the page is about, for the parts that two pages share.</summary>
sealed class OpenFormula
{
    public FormulaForm Typed { get; set; } = new();
    public IReadOnlyList<DataElement> Elements { get; set; } = [];
    public Tried? Tried { get; set; }
}

/// <summary>A data element of the city's own as typed.</summary>
sealed class ElementForm
{
    public string? Do { get; set; }
    public int Version { get; set; }
    public string? Code { get; set; }
    public string? Name { get; set; }
    public string? NameEn { get; set; }
    public string? MeasureUnit { get; set; }
    public string? Kind { get; set; }
    public string? Combine { get; set; }
    public string? Departments { get; set; }
    public List<string> Splits { get; set => field = value ?? []; } = [];
    public bool Sensitive { get; set; }
    public string? Note { get; set; }

    public static ElementForm Fresh => new() { Kind = nameof(ElementKind.Count), Combine = nameof(Rules.Combine.Sum), MeasureUnit = "个" };

    public static ElementForm Of(DataElement e) => new()
    {
        Version = e.Version,
        Code = e.Id,
        Name = e.Name,
        NameEn = e.NameEn,
        MeasureUnit = e.MeasureUnit,
        Kind = e.Kind.ToString(),
        Combine = e.Combine.ToString(),
        Departments = e.Departments,
        Splits = [.. e.Splits.Split(';', StringSplitOptions.RemoveEmptyEntries)],
        Sensitive = e.Sensitive,
        Note = e.Note,
    };
}

/// <summary>Why something of the city's own is watched no longer.</summary>
sealed class RetireForm
{
    public int Version { get; set; }
    public string? Why { get; set; }
}

/// <summary>The words that a definition may choose from, as the catalogue keeps them.</summary>
static class CatalogueWords
{
    public static readonly string[] Directions = ["up", "down", "boolean", "rising", "falling", "range", "decrease-by"];
    public static readonly string[] TargetKinds = ["at-least", "at-least-soft", "above", "at-most", "below", "equal", "range", "exists", "trend", "change-per-year", "change-from-base", "each-unit"];
    public static readonly string[] Domains = ["policy", "service", "rights", "space", "environment", "participation", ""];
    public static readonly string[] Frequencies = ["A", "H", "S"];
    public static readonly string[] Splits = ["C", "S", "U", "A", "T"];

    /// <summary>The beginnings of the city's own codes; the product uses neither.</summary>
    public const string OwnIndicator = "Own", OwnElement = "own.";
}
