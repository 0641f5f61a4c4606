using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Results;

/// <summary>Names that people type. Rare characters are welcome (GB 18030, level 3); signs that nobody sees, or that turn the reading direction round, make one name pass for another.</summary>
public static class PlainText
{
    /// <summary>In one line, without spaces around it, each character in its composed form (Unicode NFC).</summary>
    public static string OneLine(string? typed) => typed is null || HasUnseen(typed) ? (typed ?? "").Trim() : typed.Trim().Normalize();

    public static bool HasUnseen(string text) => text.EnumerateRunes().Any(IsUnseen);

    /// <summary>Half a character, a control or format character, a line or paragraph separator.</summary>
    public static bool IsUnseen(Rune rune) => rune == Rune.ReplacementChar
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
