using System.Globalization;

namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>A part of an expression: a number, a name that is read, or an operation on other parts.</summary>
abstract record Node;

sealed record NumberNode(decimal Value) : Node;

sealed record NameNode(Name Name) : Node;

sealed record OperationNode(Operation Operation, IReadOnlyList<Node> Parts) : Node;

/// <summary>What stands between, before or around parts. Binding: how tightly it holds them (0 is a function); Truths tells which sides are conditions, 'n' number, 't' condition, 'r' a name to be read.</summary>
sealed record Operation(string Sign, int Binding, string Takes, char Gives, bool Repeats = false)
{
    const int Or = 1, And = 2, Not = 3, Compare = 4, Sum = 5, Product = 6, Minus = 7;

    public static Operation Negate { get; } = new("-", Minus, "n", 'n');
    public static Operation Refuse { get; } = new("not", Not, "t", 't');

    static readonly Operation[] Between =
    [
        new("or", Or, "tt", 't'), new("and", And, "tt", 't'),
        new("<=", Compare, "nn", 't'), new("<", Compare, "nn", 't'), new(">=", Compare, "nn", 't'), new(">", Compare, "nn", 't'), new("=", Compare, "nn", 't'), new("!=", Compare, "nn", 't'),
        new("+", Sum, "nn", 'n'), new("-", Sum, "nn", 'n'), new("*", Product, "nn", 'n'), new("/", Product, "nn", 'n'),
    ];

    static readonly Operation[] Functions =
    [
        new("min", 0, "n", 'n', Repeats: true), new("max", 0, "n", 'n', Repeats: true), new("abs", 0, "n", 'n'), new("round", 0, "nn", 'n'),
        new("if", 0, "tnn", 'n'), new("within", 0, "nnn", 't'), new("present", 0, "r", 't'), new("low", 0, "r", 'n'), new("high", 0, "r", 'n'),
    ];

    public static Operation? Infix(string sign) => Array.Find(Between, o => o.Sign == sign);
    public static Operation? Function(string name) => Array.Find(Functions, o => o.Sign == name);

    public bool IsComparison => Binding == Compare;
    public bool IsPrefix => Takes.Length == 1 && Binding > 0;
}

/// <summary>Writes an expression in its one canonical form: one space around signs, brackets only where they are needed.</summary>
/// <param name="called">What stands for a name.</param>
/// <param name="words">With the signs of a textbook, for a reader.</param>
sealed class Printer(Func<Name, string> called, bool words = false)
{
    public string Print(Node node, int binding) => node switch
    {
        NumberNode number => number.Value.ToString("0.############################", CultureInfo.InvariantCulture),
        NameNode name => called(name.Name),
        OperationNode { Operation.Binding: > 0 and var own } operation when own < binding => $"({Print(operation.Operation, operation.Parts)})",
        OperationNode operation => Print(operation.Operation, operation.Parts),
        _ => throw new InvalidOperationException("There is no other part."),
    };

    string Print(Operation operation, IReadOnlyList<Node> parts)
    {
        if (operation.Binding == 0) return $"{operation.Sign}({string.Join(", ", parts.Select(p => Print(p, 0)))})";
        if (operation.IsPrefix) return (operation.Sign == "not" ? "not " : Sign(operation)) + Print(parts[0], operation.Binding);
        // a − (b − c) needs its brackets, (a − b) − c does not; comparisons are not chained at all.
        return $"{Print(parts[0], operation.IsComparison ? operation.Binding + 1 : operation.Binding)} {Sign(operation)} {Print(parts[1], operation.Binding + 1)}";
    }

    string Sign(Operation operation) => !words ? operation.Sign : operation.Sign switch
    {
        "*" => "×",
        "/" => "÷",
        "-" => "−",
        "<=" => "≤",
        ">=" => "≥",
        "!=" => "≠",
        var sign => sign,
    };
}
