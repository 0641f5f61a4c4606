using System.Text;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Files;

/// <summary>Names that people gave their files, made fit to be kept, shown and handed out again.</summary>
public static class FileName
{
    public const int Longest = 120;

    /// <summary>
    /// The last part of a path, in one line, without signs that are not seen or that turn the reading direction round (gpj.exe is not exe.jpg), without
    /// dots that climb, and short, its extension kept. Empty when nothing is left of it.
    /// </summary>
    public static string Fit(string? given)
    {
        var name = (given ?? "").Replace('\\', '/');
        name = name[(name.LastIndexOf('/') + 1)..];
        var fit = new StringBuilder();
        foreach (var rune in name.EnumerateRunes())
        {
            if (PlainText.IsUnseen(rune)) continue;
            if (rune.Value == '.' && fit.Length > 0 && fit[^1] == '.') continue;
            fit.Append(rune.ToString());
        }
        name = fit.ToString().Trim(' ', '.', '\u3000');
        if (name.Length <= Longest) return name;

        var extension = Path.GetExtension(name);
        if (extension.Length > 12) extension = "";
        var kept = Longest - extension.Length;
        if (char.IsHighSurrogate(name[kept - 1])) kept--;
        return name[..kept].TrimEnd(' ', '.') + extension;
    }
}
