using OneMetre.Platform.Files;

namespace OneMetre.Platform.Templates;

/// <summary>What one paper says, by the names that templates use. A name has a value once; which names there are, the type of the paper says (<see cref="IPaperType.Shape"/>).</summary>
public sealed class PaperFields
{
    readonly Dictionary<string, object> values = new(StringComparer.Ordinal);

    /// <summary>Lines are separated by \n. A text may lead to where it comes from.</summary>
    public PaperFields Words(string name, params IReadOnlyList<PaperText> texts) => Put(name, texts);

    public PaperFields Chapter(string name, IReadOnlyList<PaperPiece> pieces) => Put(name, pieces);

    public PaperFields Rows(string name, IEnumerable<PaperFields> rows) => Put(name, (IReadOnlyList<PaperFields>)[.. rows]);

    /// <summary>What a template puts under this name is there or not.</summary>
    public PaperFields When(string name, bool so) => Put(name, (IReadOnlyList<PaperFields>)(so ? [new()] : []));

    internal object? Find(string name) => values.GetValueOrDefault(name);

    /// <summary>The first line of what stands under a name, for whoever writes a template; null where it is not words.</summary>
    public string? Shown(string name) => Find(name) is IReadOnlyList<PaperText> texts ? string.Concat(texts.Select(t => t.Text)).Split('\n')[0] : null;

    PaperFields Put(string name, object value)
    {
        values.Add(name, value);
        return this;
    }

    /// <summary>Each name in 【】 in its place, two rows of everything repeated: what a template looks like where there is no such paper yet.</summary>
    public static PaperFields Blank(IReadOnlyList<PaperField> shape)
    {
        var fields = new PaperFields();
        foreach (var field in shape)
            _ = field.Kind switch
            {
                PaperFieldKind.Words => fields.Words(field.Name, $"【{field.Name}】"),
                PaperFieldKind.Chapter => fields.Chapter(field.Name, [new PaperPiece.Paragraph([$"【{field.Name}】"])]),
                PaperFieldKind.Rows => fields.Rows(field.Name, [Blank(field.Fields), Blank(field.Fields)]),
                _ => fields.When(field.Name, true),
            };
        return fields;
    }

    /// <summary>The names that have no value or one of another kind, and those that the shape does not know: none where whoever writes the paper keeps to its shape.</summary>
    public IEnumerable<string> Strays(IReadOnlyList<PaperField> shape)
    {
        foreach (var field in shape)
        {
            var (found, fits) = Find(field.Name) switch
            {
                IReadOnlyList<PaperText> => (true, field.Kind == PaperFieldKind.Words),
                IReadOnlyList<PaperPiece> => (true, field.Kind == PaperFieldKind.Chapter),
                IReadOnlyList<PaperFields> => (true, field.Kind is PaperFieldKind.Rows or PaperFieldKind.When),
                _ => (false, false),
            };
            if (!found || !fits) yield return field.Name;
            else if (field.Kind == PaperFieldKind.Rows)
                foreach (var stray in ((IReadOnlyList<PaperFields>)Find(field.Name)!).SelectMany(r => r.Strays(field.Fields)).Distinct()) yield return $"{field.Name}/{stray}";
        }
        foreach (var name in values.Keys.Except(shape.Select(f => f.Name))) yield return name;
    }
}
