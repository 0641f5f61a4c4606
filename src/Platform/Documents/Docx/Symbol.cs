using System.Globalization;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>Characters of Word's symbol fonts that occur in forms and lists, as the Unicode characters that look the same.</summary>
static class Symbol
{
    public static string? Read(string? hex, string? font)
    {
        if (!int.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var code) || code is < 0x20 or > 0xFFFF) return null;
        if (font?.StartsWith("Wingdings", StringComparison.OrdinalIgnoreCase) == true)
        {
            return (code & 0xFF) switch
            {
                0xFE or 0x52 => "☑",
                0xFC => "✓",
                0xA8 or 0x6F or 0x71 => "□",
                0x6C => "●",
                0x6E => "■",
                0x75 => "◆",
                0xD8 => "➢",
                >= 0x81 and <= 0x8A and var n => ((char)(0x2460 + n - 0x81)).ToString(),
                _ => null,
            };
        }
        if (code is >= 0xF020 and <= 0xF0FF) code -= 0xF000;
        return char.IsSurrogate((char)code) || code is >= 0xE000 and <= 0xF8FF ? null : ((char)code).ToString();
    }
}
