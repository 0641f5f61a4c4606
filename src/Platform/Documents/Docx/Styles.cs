using System.Text.RegularExpressions;

namespace OneMetre.Platform.Documents.Docx;

/// <summary>What this reader needs of the paragraph styles: their list, their hidden text, and which of them make up a table of contents.</summary>
sealed partial class Styles
{
    const int LongestChain = 20;

    sealed class Style
    {
        public string Name = "";
        public string? BasedOn;
        public int? List;
        public int? Level;
        public bool? Hidden;
    }

    readonly Dictionary<string, Style> styles = [];
    string? standard;

    public static Styles Read(WordXml? xml)
    {
        var found = new Styles();
        if (xml is null || !xml.Root()) return found;
        var root = xml.Depth;
        while (xml.Next(root))
        {
            if (xml.Name != "style" || xml.Attribute("styleId") is not { } id) continue;
            if (xml.Attribute("type") is "paragraph" && xml.Attribute("default") is "1" or "true" or "on") found.standard = id;
            found.styles[id] = ReadStyle(xml);
        }
        return found;
    }

    static Style ReadStyle(WordXml xml)
    {
        var style = new Style();
        var depth = xml.Depth;
        while (xml.Next(depth))
        {
            if (xml.Name == "name") style.Name = xml.Value ?? "";
            else if (xml.Name == "basedOn") style.BasedOn = xml.Value;
            else if (xml.Name is "pPr" or "rPr")
            {
                var properties = xml.Depth;
                while (xml.Next(properties))
                {
                    if (xml.Name == "vanish") style.Hidden = xml.On;
                    if (xml.Name != "numPr") continue;
                    var list = xml.Depth;
                    while (xml.Next(list))
                    {
                        if (xml.Name == "numId") style.List = xml.Number();
                        else if (xml.Name == "ilvl") style.Level = xml.Number();
                    }
                }
            }
        }
        return style;
    }

    /// <summary>The list that a style puts its paragraphs in, and the style of the chain that says so (a list level can name it).</summary>
    public (int? List, int? Level, string? By) ListOf(string? id)
    {
        int? level = null;
        foreach (var (name, style) in Chain(id))
        {
            level ??= style.Level;
            if (style.List is { } list) return (list, level, name);
        }
        return (null, level, null);
    }

    public bool Hidden(string? id) => id is not null && (Chain(id).Select(s => s.Style.Hidden).FirstOrDefault(h => h is not null) ?? false);

    public bool Contents(string? id) => id is not null && (ContentsName().IsMatch(id) || (styles.TryGetValue(id, out var style) && ContentsName().IsMatch(style.Name)));

    IEnumerable<(string Name, Style Style)> Chain(string? id)
    {
        id ??= standard;
        for (var i = 0; i < LongestChain && id is not null && styles.TryGetValue(id, out var style); i++)
        {
            yield return (id, style);
            id = style.BasedOn;
        }
    }

    [GeneratedRegex(@"^toc ?[1-9]$", RegexOptions.IgnoreCase)]
    private static partial Regex ContentsName();
}
