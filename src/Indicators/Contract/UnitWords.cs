using System.Collections.Frozen;
using System.Globalization;
using OneMetre.Indicators.Catalogue;

namespace OneMetre.Indicators.Contract;

/// <summary>A unit of measure in the language of the page. Chinese counts things with measure words that English has no need of (所, 座): these read as nothing. A city's own units stay as it wrote them.</summary>
public static class UnitWords
{
    static readonly FrozenDictionary<string, string> InEnglish = CatalogueFile.Units().ToFrozenDictionary(u => u.Chinese, u => u.English, StringComparer.Ordinal);

    public static string Of(string? unit) => unit is null ? "" : CultureInfo.CurrentUICulture.TwoLetterISOLanguageName == "en" ? InEnglish.GetValueOrDefault(unit, unit) : unit;
}
