using System.Globalization;
using Microsoft.Extensions.Primitives;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Reviewing;

/// <summary>
/// The fields in which a reviewer corrects an entry, by name: u0.name is the first unit's name, t1.value the second target's value.
/// It shows a draft record as fields, and reads fields back into the record; what was typed is kept as typed while it is refused.
/// </summary>
sealed class EntryForm(EntryKind kind, IReadOnlyDictionary<string, string> values)
{
    const int MostRows = 200;
    static readonly string[] Periods = ["per_year", "per_half_year", "per_quarter", "per_month", "per_week", "per_day", "per_term"];

    public static IReadOnlyList<string> Comparators { get; } = [">=", "<=", "=", ">", "<", "increase", "decrease", "exists", "report"];
    public static IReadOnlyList<string> Every => Periods;

    public EntryKind Kind => kind;
    public string this[string field] => values.GetValueOrDefault(field, "");
    public bool Has(string field) => values.ContainsKey(field);

    public IReadOnlyDictionary<string, string> Fields => values;

    public IEnumerable<int> UnitRows => Rows("u", "name").Where(i => this[$"u{i}.name"].Length > 0);
    public IEnumerable<int> TargetRows => Rows("t", "text").Where(i => this[$"t{i}.text"].Length + this[$"t{i}.metric"].Length + this[$"t{i}.value"].Length > 0);

    IEnumerable<int> Rows(string letter, string field) => Enumerable.Range(0, MostRows).Where(i => values.ContainsKey($"{letter}{i}.{field}"));

    /// <summary>The rows without one: "u3", "t0".</summary>
    public EntryForm Without(string row) => new(kind, values.Where(v => !v.Key.StartsWith(row + ".", StringComparison.Ordinal)).ToDictionary());

    public static EntryForm Typed(EntryKind kind, IEnumerable<KeyValuePair<string, StringValues>> form) =>
        new(kind, form.ToDictionary(f => f.Key, f => f.Value.ToString().Trim(), StringComparer.Ordinal));

    public static EntryForm Of(ReviewEntry entry)
    {
        var v = new Dictionary<string, string>(StringComparer.Ordinal);
        switch (entry.Body)
        {
            case DraftTask t:
                (v["label"], v["title"], v["domain"], v["action"], v["text"]) = (t.Label, t.Title ?? "", t.Domain ?? "", t.Action ?? "", t.Text);
                Units(v, t.Units);
                for (var i = 0; i < t.Targets.Count; i++) Target(v, i, t.Targets[i]);
                break;
            case DraftTarget t:
                Target(v, 0, t);
                break;
            case DraftIndicator i:
                (v["no"], v["domain"], v["name"], v["measure"], v["target"]) = (Whole(i.No), i.Domain ?? "", i.Name, i.ValueUnit ?? i.Unit ?? "", i.TargetText);
                (v["comparator"], v["value"], v["max"], v["deadline"], v["indicator"]) = (i.EffectiveComparator ?? i.Comparator ?? "", Number(i.Value), Number(i.ValueMax), i.Deadline ?? "", i.Indicator?.Id ?? "");
                v["units"] = string.Join('、', i.Units.Select(u => u.Name));
                break;
            case DraftProject p:
                (v["no"], v["name"], v["text"], v["units"]) = (Whole(p.No), p.Name, p.Text, p.UnitsText);
                break;
            case DraftPolicy p:
                (v["no"], v["text"], v["units"]) = (Whole(p.No), p.Text, p.UnitsText);
                break;
        }
        return new(entry.Kind, v);
    }

    static void Units(Dictionary<string, string> v, IReadOnlyList<DraftUnit> units)
    {
        for (var i = 0; i < units.Count; i++) (v[$"u{i}.name"], v[$"u{i}.role"]) = (units[i].Name, units[i].Role.ToString());
    }

    static void Target(Dictionary<string, string> v, int i, DraftTarget t)
    {
        (v[$"t{i}.text"], v[$"t{i}.metric"], v[$"t{i}.comparator"], v[$"t{i}.value"]) = (t.Text, t.Metric ?? "", t.Comparator ?? "", Number(t.Value));
        (v[$"t{i}.max"], v[$"t{i}.unit"], v[$"t{i}.deadline"], v[$"t{i}.per"]) = (Number(t.ValueMax), t.Unit ?? "", t.Deadline ?? "", t.Period ?? "");
        (v[$"t{i}.kind"], v[$"t{i}.soft"], v[$"t{i}.indicator"]) = (t.Kind.ToString(), t.Soft ? "on" : "", t.Indicator?.Id ?? "");
    }

    /// <summary>The record as corrected. What the form does not show (places, printed role words) is taken over from the entry.</summary>
    public Result<object> Read(ReviewEntry entry, IReadOnlyList<ReviewEntry> all)
    {
        var problems = new List<Problem>();
        object body = entry.Body switch
        {
            DraftTask t => Task(t, all, problems),
            DraftTarget t => TargetAt(0, [t], problems) ?? t,
            DraftIndicator i => Indicator(i, problems),
            DraftProject p => p with { No = Count("no", p.No, problems), Name = this["name"], Text = this["text"], UnitsText = this["units"] },
            DraftPolicy p => p with { No = Count("no", p.No, problems), Text = this["text"], UnitsText = this["units"] },
            _ => throw new ArgumentException("Not a draft record.", nameof(entry)),
        };
        return new(body, problems);
    }

    DraftTask Task(DraftTask was, IReadOnlyList<ReviewEntry> all, List<Problem> problems)
    {
        if (this["text"].Length == 0 && this["title"].Length == 0) problems.Add(new("programme.entry-needs-text", "text"));
        var (domain, action) = (OrNull("domain"), OrNull("action"));
        var units = UnitRows.Where(i => this[$"u{i}.name"].Length > 0).Select(i => Unit(i, was.Units)).ToList();
        foreach (var i in UnitRows.Where(i => this[$"u{i}.name"].Length > 120)) problems.Add(new("programme.entry-too-long", $"u{i}.name", 120));
        return was with
        {
            Label = this["label"],
            Id = this["label"] == was.Label ? was.Id : this["label"],
            Title = OrNull("title"),
            Text = this["text"].ReplaceLineEndings("\n"),
            Domain = domain,
            DomainLabel = domain == was.Domain ? was.DomainLabel : all.Select(e => e.Body).OfType<DraftTask>().FirstOrDefault(t => t.Domain == domain)?.DomainLabel,
            Action = action,
            ActionLabel = action == was.Action ? was.ActionLabel : all.Select(e => e.Body).OfType<DraftTask>().FirstOrDefault(t => t.Action == action)?.ActionLabel,
            Units = units,
            Targets = [.. TargetRows.Select(i => TargetAt(i, was.Targets, problems)).OfType<DraftTarget>()],
        };
    }

    DraftUnit Unit(int row, IReadOnlyList<DraftUnit> was)
    {
        var role = Enum.TryParse<UnitRole>(this[$"u{row}.role"], out var chosen) && Enum.IsDefined(chosen) ? chosen : UnitRole.Cooperating;
        var name = this[$"u{row}.name"];
        if (was.FirstOrDefault(u => u.Name == name) is not { } known) return new(name, role, was.FirstOrDefault(u => u.Role == role)?.RoleLabel, false);
        return known.Role == role ? known : known with { Role = role, RoleLabel = was.FirstOrDefault(u => u.Role == role)?.RoleLabel };
    }

    /// <summary>Null for a row that was left empty.</summary>
    DraftTarget? TargetAt(int i, IReadOnlyList<DraftTarget> was, List<Problem> problems)
    {
        string Field(string name) => this[$"t{i}.{name}"];
        if (Field("text").Length == 0 && Field("metric").Length == 0 && Field("value").Length == 0) return null;
        var text = Field("text").Length > 0 ? Field("text") : $"{Field("metric")} {Field("comparator")} {Field("value")}{Field("unit")}".Trim();
        var known = was.FirstOrDefault(t => Plain(t.Text) == Plain(text));
        if (known is not null) text = known.Text;
        if (Field("deadline") is { Length: > 0 } deadline && !DueDay.Is(deadline)) problems.Add(new("programme.entry-not-a-deadline", $"t{i}.deadline"));
        var read = new DraftTarget(
            text, OrNull($"t{i}.metric"), OrNull($"t{i}.comparator"), Decimal($"t{i}.value", problems), Decimal($"t{i}.max", problems), OrNull($"t{i}.unit"),
            OrNull($"t{i}.deadline"), Periods.Contains(Field("per")) ? Field("per") : null,
            Enum.TryParse<TargetKind>(Field("kind"), out var kind) && Enum.IsDefined(kind) ? kind : TargetKind.Quantified, Field("soft").Length > 0,
            known?.Where, 1, Link(OrNull($"t{i}.indicator"), known?.Indicator));
        return known is not null && read with { Confidence = known.Confidence } == known ? known : read;
    }

    DraftIndicator Indicator(DraftIndicator was, List<Problem> problems)
    {
        if (this["name"].Length == 0) problems.Add(new("programme.entry-needs-name", "name"));
        if (this["deadline"] is { Length: > 0 } deadline && !DueDay.Is(deadline)) problems.Add(new("programme.entry-not-a-deadline", "deadline"));
        var names = this["units"].Split(['、', '，', ',', '；', ';'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var comparator = OrNull("comparator");
        return was with
        {
            No = Count("no", was.No, problems),
            Domain = OrNull("domain"),
            Name = this["name"],
            ValueUnit = OrNull("measure"),
            TargetText = this["target"],
            EffectiveComparator = comparator,
            Value = Decimal("value", problems),
            ValueMax = Decimal("max", problems),
            Deadline = OrNull("deadline"),
            Indicator = Link(OrNull("indicator"), was.Indicator),
            Units = names.SequenceEqual(was.Units.Select(u => u.Name)) ? was.Units
                : [.. names.Select(n => was.Units.FirstOrDefault(u => u.Name == n) ?? new DraftUnit(n, UnitRole.Lead, null, false))],
        };
    }

    static IndicatorLink? Link(string? chosen, IndicatorLink? was) => chosen is null ? null : chosen == was?.Id ? was : new(chosen, 1);

    decimal? Decimal(string field, List<Problem> problems)
    {
        if (OrNull(field) is not { } typed) return null;
        if (decimal.TryParse(typed.Replace("，", "", StringComparison.Ordinal), NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && Math.Abs(number) < 100_000_000_000_000m)
            return number;
        problems.Add(new("programme.entry-not-a-number", field));
        return null;
    }

    int Count(string field, int was, List<Problem> problems)
    {
        if (int.TryParse(this[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number)) return number;
        problems.Add(new("programme.entry-not-a-number", field));
        return was;
    }

    string? OrNull(string field) => this[field] is { Length: > 0 } typed ? typed : null;
    // A field of one line has no room for the line breaks of a table cell.
    static string Plain(string text) => new([.. text.Where(c => !char.IsWhiteSpace(c))]);
    static string Whole(int number) => number.ToString(CultureInfo.InvariantCulture);
    static string Number(decimal? number) => number?.ToString("0.######", CultureInfo.InvariantCulture) ?? "";
}
