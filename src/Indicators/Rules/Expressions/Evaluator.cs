namespace OneMetre.Indicators.Rules.Expressions;

/// <summary>Works an expression out, part by part; wwwroot/js/rule.js does the same in the browser and has to follow every change made here.</summary>
static class Evaluator
{
    internal readonly record struct Value(Fraction? Number, bool? Truth, Unknown Why)
    {
        public static Value Of(Fraction? number) => number is null ? new(null, null, Unknown.TooLarge) : new(number, null, Unknown.None);
        public static Value Of(bool truth) => new(null, truth, Unknown.None);
        public static Value Of(Unknown why) => new(null, null, why);
    }

    public static Value Of(Node node, Func<Name, Reading> lookup) => node switch
    {
        NumberNode number => Value.Of(Fraction.Of(number.Value)),
        NameNode name => Read(lookup(name.Name), r => r.Value),
        OperationNode operation => Of(operation, lookup),
        _ => throw new InvalidOperationException("There is no other part."),
    };

    static Value Of(OperationNode node, Func<Name, Reading> lookup)
    {
        var parts = node.Parts;
        switch (node.Operation.Sign)
        {
            case "present": return Value.Of(lookup(((NameNode)parts[0]).Name).Value is not null);
            case "low": return Read(lookup(((NameNode)parts[0]).Name), r => r.Value);
            case "high": return Read(lookup(((NameNode)parts[0]).Name), r => r.High ?? r.Value);
            case "if":
                var condition = Of(parts[0], lookup);
                return condition.Truth is { } chosen ? Of(parts[chosen ? 1 : 2], lookup) : Value.Of(condition.Why);
        }

        var values = new Value[parts.Count];
        var why = Unknown.None;
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = Of(parts[i], lookup);
            if (values[i].Why > why) why = values[i].Why;
        }
        if (node.Operation.Sign is "and" or "or")
        {
            var settles = node.Operation.Sign == "or"; // one yes settles an or, one no an and
            return values[0].Truth == settles || values[1].Truth == settles ? Value.Of(settles) : why == Unknown.None ? Value.Of(!settles) : Value.Of(why);
        }
        if (why != Unknown.None) return Value.Of(why);
        if (node.Operation == Operation.Refuse) return Value.Of(!values[0].Truth!.Value);

        var a = values[0].Number!.Value;
        if (node.Operation == Operation.Negate) return Value.Of(-a);
        if (node.Operation.Repeats)
        {
            foreach (var value in values.Skip(1)) if (value.Number!.Value.CompareTo(a) < 0 == (node.Operation.Sign == "min")) a = value.Number.Value;
            return Value.Of(a);
        }
        if (node.Operation.Sign == "abs") return Value.Of(a.Abs);
        var b = values[1].Number!.Value;
        return node.Operation.Sign switch
        {
            "+" => Value.Of(Fraction.Plus(a, b)),
            "-" => Value.Of(Fraction.Minus(a, b)),
            "*" => Value.Of(Fraction.Times(a, b)),
            "/" => b.Top.IsZero ? Value.Of(Unknown.DividedByZero) : Value.Of(Fraction.Over(a, b)),
            "<=" => Value.Of(a.CompareTo(b) <= 0),
            "<" => Value.Of(a.CompareTo(b) < 0),
            ">=" => Value.Of(a.CompareTo(b) >= 0),
            ">" => Value.Of(a.CompareTo(b) > 0),
            "=" => Value.Of(a.CompareTo(b) == 0),
            "!=" => Value.Of(a.CompareTo(b) != 0),
            "round" => Value.Of(a.Round((int)b.Top)),
            "within" => Fraction.Minus(a, b) is { } apart && Fraction.Times(b.Abs, values[2].Number!.Value) is { } room ? Value.Of(apart.Abs.CompareTo(room) <= 0) : Value.Of(Unknown.TooLarge),
            _ => throw new InvalidOperationException("There is no other operation."),
        };
    }

    static Value Read(Reading reading, Func<Reading, decimal?> part) =>
        reading.NotApplicable ? Value.Of(Unknown.NotApplicable) : part(reading) is { } value ? Value.Of(Fraction.Of(value)) : Value.Of(Unknown.Missing);
}
