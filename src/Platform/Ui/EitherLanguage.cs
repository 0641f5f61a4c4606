using System.Globalization;

namespace OneMetre.Platform.Ui;

/// <summary>A text in both languages: a sheet taken in one is read in the other.</summary>
public static class EitherLanguage
{
    public static IReadOnlyList<string> Of(Texts texts, string code)
    {
        var now = CultureInfo.CurrentUICulture;
        try
        {
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN");
            var chinese = texts[code];
            CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("en");
            return [chinese, texts[code]];
        }
        finally
        {
            CultureInfo.CurrentUICulture = now;
        }
    }
}
