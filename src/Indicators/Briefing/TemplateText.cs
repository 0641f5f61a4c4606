using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Briefing;

enum TemplateKind { Title, Heading, Subheading, Text, Block }

/// <summary>A piece of a line: words, or the name of what is put there. Needed: without it the sentence is left out.</summary>
readonly record struct TemplatePiece(string Text, bool IsName, bool Needed);

/// <summary>A line of a template: of a block the one piece is its name.</summary>
sealed record TemplateLine(int Number, TemplateKind Kind, IReadOnlyList<TemplatePiece> Pieces);

/// <summary>
/// The text of a report template, line by line: "# " begins the title, "## " a heading, "### " a subheading, anything else is a paragraph; empty lines part them and say nothing. {name} is replaced by what the name
/// stands for; {name?} leaves its sentence out where that is nothing or nought. A block ({各领域情况}) stands alone on its line, and once.
/// </summary>
static class TemplateText
{
    public static Result<IReadOnlyList<TemplateLine>> Read(string text, Func<string, bool> isBlock, Func<string, bool> isName)
    {
        var (lines, problems) = (new List<TemplateLine>(), new List<Problem>());
        foreach (var (raw, n) in text.ReplaceLineEndings("\n").Split('\n').Select((l, i) => (l.Trim().Replace('｛', '{').Replace('｝', '}'), i + 1)))
        {
            if (raw.Length == 0) continue;
            var (kind, rest) = raw.StartsWith("### ", StringComparison.Ordinal) ? (TemplateKind.Subheading, raw[4..]) : raw.StartsWith("## ", StringComparison.Ordinal) ? (TemplateKind.Heading, raw[3..])
                : raw.StartsWith("# ", StringComparison.Ordinal) ? (TemplateKind.Title, raw[2..]) : (TemplateKind.Text, raw);
            if (Pieces(rest.Trim()) is not { } pieces)
            {
                problems.Add(new("indicators.template-brace", "Text", n));
                continue;
            }
            if (kind == TemplateKind.Text && pieces is [{ IsName: true } again] && lines.Exists(l => l.Kind == TemplateKind.Block && l.Pieces[0].Text == again.Text)) problems.Add(new("indicators.template-again", "Text", n, again.Text));
            else if (kind == TemplateKind.Text && pieces is [{ IsName: true } only] && isBlock(only.Text)) lines.Add(new(n, TemplateKind.Block, pieces));
            else if (pieces.FirstOrDefault(p => p.IsName && isBlock(p.Text)) is { Text: { } block }) problems.Add(new("indicators.template-block", "Text", n, block));
            else if (pieces.FirstOrDefault(p => p.IsName && !isName(p.Text)) is { Text: { } unknown }) problems.Add(new("indicators.template-name", "Text", n, unknown.Length <= 40 ? unknown : unknown[..40] + "…"));
            else lines.Add(new(n, kind, pieces));
        }
        if (problems.Count == 0 && !lines.Exists(l => l.Kind == TemplateKind.Title)) problems.Add(new("indicators.template-no-title", "Text"));
        return problems.Count > 0 ? new Result<IReadOnlyList<TemplateLine>>(default, problems) : lines;
    }

    /// <summary>Null where a brace has no partner.</summary>
    static List<TemplatePiece>? Pieces(string line)
    {
        var pieces = new List<TemplatePiece>();
        for (var at = 0; at < line.Length;)
        {
            var open = line.IndexOf('{', at);
            var words = open < 0 ? line[at..] : line[at..open];
            if (words.Contains('}', StringComparison.Ordinal)) return null;
            if (words.Length > 0) pieces.Add(new(words, false, false));
            if (open < 0) break;
            var close = line.IndexOf('}', open);
            if (close < 0 || line.IndexOf('{', open + 1, close - open - 1) >= 0) return null;
            var name = line[(open + 1)..close].Trim();
            var needed = name.EndsWith('?') || name.EndsWith('？');
            pieces.Add(new(needed ? name[..^1].TrimEnd() : name, true, needed));
            at = close + 1;
        }
        return pieces;
    }

    /// <summary>The pieces sentence by sentence; a mark that ends a sentence belongs to it.</summary>
    public static IEnumerable<IReadOnlyList<TemplatePiece>> Sentences(IReadOnlyList<TemplatePiece> pieces)
    {
        var sentence = new List<TemplatePiece>();
        foreach (var piece in pieces)
        {
            if (piece.IsName)
            {
                sentence.Add(piece);
                continue;
            }
            var from = 0;
            for (var i = 0; i < piece.Text.Length; i++)
            {
                if (piece.Text[i] is not ('。' or '！' or '？')) continue;
                sentence.Add(piece with { Text = piece.Text[from..(i + 1)] });
                yield return sentence;
                (sentence, from) = ([], i + 1);
            }
            if (from < piece.Text.Length) sentence.Add(piece with { Text = piece.Text[from..] });
        }
        if (sentence.Count > 0) yield return sentence;
    }
}
