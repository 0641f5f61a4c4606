using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>
/// A formula or a check, written as data by a statistics officer: <c>deaths.neonatal &lt;= deaths.infant</c>. It only reads figures by name; it cannot loop, call out or run long.
/// Numbers are exact fractions; a figure that is missing makes a comparison unknown (Kleene's three values: no and unknown is no, yes or unknown is yes) and a formula missing.
/// </summary>
sealed class Expression
{
    const int Longest = 2000;
    readonly Node root;

    Expression(Node root, bool isCondition)
    {
        (this.root, IsCondition) = (root, isCondition);
        Names = [.. Read(root).Distinct()];
    }

    /// <summary>All that it reads, each once, in the order of the text.</summary>
    public IReadOnlyList<Name> Names { get; }

    /// <summary>Whether it says yes or no, as a check does, rather than a number.</summary>
    public bool IsCondition { get; }

    /// <summary>Whether it is one name and nothing else.</summary>
    public bool IsName => root is NameNode;

    /// <summary>Problems have codes indicators.rule-*, and the column of the text (from 1) as their first argument.</summary>
    /// <param name="names">What elements are called, where names may stand in the place of codes.</param>
    public static Result<Expression> Parse(string? text, ElementNames? names = null)
    {
        if (string.IsNullOrWhiteSpace(text)) return new Problem("indicators.rule-empty");
        if (text.Length > Longest) return new Problem("indicators.rule-too-long", null, Longest);
        var tokens = Token.Cut(text, names ?? ElementNames.None);
        if (!tokens.Ok) return tokens.Problems[0];
        var node = new Parser(tokens.Value!).Read(out var problem);
        if (node is null) return problem!;
        var expression = new Expression(node, node is OperationNode { Operation.Gives: 't' });
        return expression.ToString().Length > Longest ? new Problem("indicators.rule-too-long", null, Longest) : expression; // what is kept is the canonical text
    }

    /// <summary>One problem for each element that nobody knows.</summary>
    public IReadOnlyList<Problem> Strangers(Func<string, bool> knows) => [.. Names.Select(n => n.Element).Distinct().Where(e => !knows(e)).Select(e => new Problem("indicators.rule-unknown-name", null, e))];

    /// <summary>
    /// The first two names that are added, subtracted or compared and do not measure the same, such as persons and places; null where all fits. What is multiplied, divided or a bare number goes with everything.
    /// </summary>
    /// <param name="measure">The unit of an element; null goes with everything.</param>
    public (Name One, Name Other)? Mixed(Func<string, string?> measure)
    {
        (Name, Name)? found = null;
        Of(root);
        return found;

        Name? Of(Node node)
        {
            if (node is NameNode name) return measure(name.Name.Element) is null ? null : name.Name;
            if (node is not OperationNode { Operation: var operation, Parts: var parts }) return null;
            var names = parts.Select(Of).ToList();
            if (operation.Sign is "*" or "/" or "present" or "and" or "or" or "not") return null;
            // The condition of an if is a matter of its own, and the last part of round and within is a number.
            var alike = (operation.Sign switch { "if" => names.Skip(1), "round" => names.Take(1), "within" => names.Take(2), _ => names }).OfType<Name>().ToList();
            if (alike.Find(n => measure(n.Element) != measure(alike[0].Element)) is { } other) found ??= (alike[0], other);
            return operation.Gives == 't' || alike.Count == 0 ? null : alike[0];
        }
    }

    /// <summary>The exact number, before it is cut to a decimal.</summary>
    internal (Fraction? Number, Unknown Why) Exact(Func<Name, Reading> lookup)
    {
        var value = Evaluator.Of(root, lookup);
        return (value.Number, value.Why);
    }

    public Outcome Evaluate(Func<Name, Reading> lookup)
    {
        var value = Evaluator.Of(root, lookup);
        if (IsCondition) return new(null, value.Truth, value.Why);
        if (value.Number is not { } number) return new(null, null, value.Why);
        return number.ToDecimal() is { } shown
            ? new(shown, null, Unknown.None, root is NameNode name ? lookup(name.Name).High : null)
            : new(null, null, Unknown.TooLarge);
    }

    /// <summary>
    /// The same expression as a tree, for wwwroot/js/rule.js to evaluate while someone types: {"n":"1.5"}, {"name":"deaths.infant","split":"sex:f","look":"prev"}, {"op":"&lt;=","of":[…]}.
    /// Split and look are left out when empty; the minus before a number is "neg".
    /// </summary>
    public string ToJson()
    {
        var written = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(written)) Write(json, root);
        return Encoding.UTF8.GetString(written.WrittenSpan);
    }

    /// <summary>The canonical text; reading it again gives the same expression.</summary>
    public override string ToString() => new Printer(n => n.ToString()).Print(root, 0);

    /// <summary>The same for a reader: elements by what they are called, signs as a textbook prints them.</summary>
    public string ToWords(Func<Name, string> called) => new Printer(called, words: true).Print(root, 0);

    static IEnumerable<Name> Read(Node node) => node switch
    {
        NameNode name => [name.Name],
        OperationNode operation => operation.Parts.SelectMany(Read),
        _ => [],
    };

    static void Write(Utf8JsonWriter json, Node node)
    {
        json.WriteStartObject();
        switch (node)
        {
            case NumberNode number:
                json.WriteString("n", number.Value.ToString(CultureInfo.InvariantCulture));
                break;
            case NameNode { Name: var name }:
                json.WriteString("name", name.Element);
                if (name.Split.Length > 0) json.WriteString("split", name.Split);
                if (name.Look != Look.Now) json.WriteString("look", name.Look.ToString().ToLowerInvariant());
                break;
            case OperationNode { Operation: var operation, Parts: var parts }:
                json.WriteString("op", operation == Operation.Negate ? "neg" : operation.Sign);
                json.WriteStartArray("of");
                foreach (var part in parts) Write(json, part);
                json.WriteEndArray();
                break;
        }
        json.WriteEndObject();
    }
}
