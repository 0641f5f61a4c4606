using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>
/// Reads an expression: or, and, not, one comparison, sums, products, minus, and then numbers, names, functions and brackets. It stops at the first problem and names its column.
/// Depth and number of parts are bounded, so that no text can exhaust the server.
/// </summary>
sealed class Parser(List<Token> tokens)
{
    const int Deepest = 50, MostParts = 400, LongestWord = 60;
    static readonly Dictionary<string, Look> Looks = Enum.GetValues<Look>().Where(l => l != Look.Now).ToDictionary(l => l.ToString().ToLowerInvariant());
    static readonly string[] Reserved = ["and", "or", "not"];

    int at, depth, parts;
    Problem? problem;

    public Node? Read(out Problem? found)
    {
        var node = Lowest();
        if (node.Node is not null && Next.Kind != TokenKind.End) node = Unexpected();
        found = problem;
        return problem is null ? node.Node : null;
    }

    readonly record struct Part(Node? Node, char Gives);

    Token Next => tokens[at];

    Part Lowest() => Left(1, () => Left(2, Not));

    Part Not() => Is("not") ? Prefix(Operation.Refuse, Not) : Comparison();

    Part Comparison()
    {
        var left = Sum();
        if (left.Node is null || Sign() is not { IsComparison: true } operation) return left;
        var column = Take().Column;
        var right = Sum();
        return right.Node is null ? right : Made(operation, column, left, right);
    }

    Part Sum() => Left(5, () => Left(6, Minus));

    Part Minus() => Is("-") ? Prefix(Operation.Negate, Minus) : Primary();

    Part Left(int binding, Func<Part> side)
    {
        var left = side();
        while (left.Node is not null && Sign() is { } operation && operation.Binding == binding)
        {
            var column = Take().Column;
            var right = side();
            if (right.Node is null) return right;
            left = Made(operation, column, left, right);
        }
        return left;
    }

    Part Prefix(Operation operation, Func<Part> side)
    {
        var column = Take().Column;
        if (++depth > Deepest) return Fail(new("indicators.rule-too-deep", null, column));
        var part = side();
        depth--;
        return part.Node is null ? part : Made(operation, column, part);
    }

    Part Primary()
    {
        var token = Next;
        if (token.Kind == TokenKind.Number)
        {
            Take();
            return Counted(new(new NumberNode(token.Number), 'n'), token.Column);
        }
        if (token.Kind == TokenKind.Word && !Reserved.Contains(token.Text)) return tokens[at + 1] is { Kind: TokenKind.Sign, Text: "(" } ? Called() : Named(Look.Now);
        if (!Is("(")) return Unexpected();

        if (++depth > Deepest) return Fail(new("indicators.rule-too-deep", null, token.Column));
        Take();
        var inside = Lowest();
        depth--;
        return inside.Node is null ? inside : Closed(")", token.Column) ? inside : default;
    }

    Part Called()
    {
        var (word, open) = (Take(), Take());
        if (Looks.TryGetValue(word.Text, out var look))
        {
            var name = Named(look);
            return name.Node is null || Closed(")", open.Column) ? name : default;
        }
        if (Operation.Function(word.Text) is not { } function) return Fail(new("indicators.rule-no-such-function", null, word.Column, Short(word.Text)));
        if (++depth > Deepest) return Fail(new("indicators.rule-too-deep", null, word.Column));
        var given = new List<Part>();
        if (!Is(")"))
        {
            do
            {
                if (given.Count > 0) Take();
                var part = Lowest();
                if (part.Node is null) return part;
                given.Add(part);
            }
            while (Is(","));
        }
        depth--;
        return Closed(")", open.Column) ? Made(function, word.Column, [.. given]) : default;
    }

    Part Named(Look look)
    {
        if (Next.Kind != TokenKind.Word || Reserved.Contains(Next.Text)) return Unexpected();
        var word = Take();
        if (word.Text.Length > LongestWord) return Fail(new("indicators.rule-long-name", null, word.Column));
        var splits = new SortedDictionary<string, string>(StringComparer.Ordinal);
        if (Is("["))
        {
            var open = Next.Column;
            do
            {
                Take();
                if (Next.Kind != TokenKind.Word) return Unexpected();
                var dimension = Take();
                if (!Is(":")) return Unexpected();
                Take();
                if (SplitValue() is not { } value) return Unexpected();
                if (dimension.Text.Length + value.Length > LongestWord) return Fail(new("indicators.rule-long-name", null, dimension.Column));
                if (!splits.TryAdd(dimension.Text, value)) return Fail(new("indicators.rule-unexpected", null, dimension.Column, Short(dimension.Text)));
            }
            while (Is(","));
            if (!Closed("]", open)) return default;
        }
        return Counted(new(new NameNode(new(word.Text, string.Join(',', splits.Select(s => $"{s.Key}:{s.Value}")), look)), 'r'), word.Column);
    }

    // f, rural, 3 or 0-4: an age group begins with a digit and is cut into a number, a sign and a number.
    string? SplitValue()
    {
        if (Next.Kind == TokenKind.Word) return Take().Text;
        if (Next.Kind != TokenKind.Number || !Next.Text.All(char.IsAsciiDigit)) return null;
        var from = Take().Text;
        if (!Is("-") || tokens[at + 1].Kind != TokenKind.Number || !tokens[at + 1].Text.All(char.IsAsciiDigit)) return from;
        Take();
        return $"{from}-{Take().Text}";
    }

    Part Made(Operation operation, int column, params ReadOnlySpan<Part> given)
    {
        if (operation.Repeats ? given.Length == 0 : given.Length != operation.Takes.Length) return Fail(new("indicators.rule-count-of-parts", null, column, operation.Sign, operation.Repeats ? 1 : operation.Takes.Length));
        var made = new List<Node>(given.Length);
        for (var i = 0; i < given.Length; i++)
        {
            var (wanted, gives) = (operation.Takes[Math.Min(i, operation.Takes.Length - 1)], given[i].Gives);
            if (wanted == 'r' && gives != 'r') return Fail(new("indicators.rule-wants-name", null, column, operation.Sign));
            if (wanted == 't' && gives != 't') return Fail(new("indicators.rule-wants-condition", null, column, operation.Sign));
            if (wanted == 'n' && gives == 't') return Fail(new("indicators.rule-wants-number", null, column, operation.Sign));
            made.Add(given[i].Node!);
        }
        if (operation.Sign == "round" && made[1] is not NumberNode { Value: >= 0 and <= 10 and var digits } || operation.Sign == "round" && ((NumberNode)made[1]).Value % 1 != 0)
            return Fail(new("indicators.rule-wants-digits", null, column));
        return Counted(new(new OperationNode(operation, made), operation.Gives), column);
    }

    Part Counted(Part read, int column) => ++parts > MostParts ? Fail(new("indicators.rule-too-many-parts", null, column, MostParts)) : read;

    bool Closed(string sign, int opened)
    {
        if (Is(sign)) { Take(); return true; }
        if (Next.Kind == TokenKind.End) Fail(new("indicators.rule-not-closed", null, opened));
        else Unexpected();
        return false;
    }

    Part Unexpected() => Fail(Next.Kind == TokenKind.End ? new("indicators.rule-ends-early", null, Next.Column) : new("indicators.rule-unexpected", null, Next.Column, Short(Next.Text)));

    Part Fail(Problem found)
    {
        problem ??= found;
        return default;
    }

    Operation? Sign() => Next.Kind is TokenKind.Sign || Next.Kind == TokenKind.Word && Reserved.Contains(Next.Text) ? Operation.Infix(Next.Text) : null;
    bool Is(string text) => Next.Kind is TokenKind.Sign or TokenKind.Word && Next.Text == text;
    Token Take() => tokens[at++];
    static string Short(string text) => text.Length <= 20 ? text : text[..19] + "…";
}
