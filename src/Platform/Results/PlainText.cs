using System.Globalization;
using System.Text;

namespace OneMetre.Platform.Results;

/// <summary>Names that people type. Rare characters are welcome (GB 18030, level 3); signs that nobody sees, or that turn the reading direction round, make one name pass for another.</summary>
public static class PlainText
{
    /// <summary>In one line, without spaces around it, each character in its composed form (Unicode NFC).</summary>
    public static string OneLine(string? typed) => typed is null || HasUnseen(typed) ? (typed ?? "").Trim() : typed.Trim().Normalize();

    /// <summary>So many UTF-16 units at most, and never half a character: a database refuses the half.</summary>
    public static string Cut(string text, int most) => text.Length <= most ? text : text[..(char.IsHighSurrogate(text[most - 1]) ? most - 1 : most)];

    public static bool HasUnseen(string text) => text.EnumerateRunes().Any(IsUnseen);

    /// <summary>What XML can hold, and with it every office document: neither control characters nor halves of characters, nor the places that are no characters.</summary>
    public static string ForXml(string text) => new([.. text.Where((c, i) => System.Xml.XmlConvert.IsXmlChar(c) || (char.IsHighSurrogate(c) && i + 1 < text.Length && char.IsLowSurrogate(text[i + 1])) || (char.IsLowSurrogate(c) && i > 0 && char.IsHighSurrogate(text[i - 1])))]);

    /// <summary>Half a character, no character at all (U+FFFF), a control or format character, a line or paragraph separator.</summary>
    public static bool IsUnseen(Rune rune) => rune == Rune.ReplacementChar || (rune.Value & 0xFFFE) == 0xFFFE || rune.Value is >= 0xFDD0 and <= 0xFDEF
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
