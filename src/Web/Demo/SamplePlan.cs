using System.Globalization;
using System.Text.RegularExpressions;

namespace OneMetre.Web.Demo;

/// <summary>
/// A plan of the demo city, written afresh in the manner of real ones. The text stands in a resource file: "##" opens a section, "###" a part,
/// "-" a task with its lines below; numbers are not written there, because Word numbers the paragraphs.
/// </summary>
sealed record SamplePlan(
    string Title, string Issuer, string Number, string IssuedOn, string Addressees, string Notice, int StartYear, int EndYear,
    IReadOnlyList<SampleSection> Sections)
{
    public static SamplePlan Current { get; } = SamplePlanReader.Read(DemoResource.Lines("SamplePlan.zh-CN.md"));
    public static SamplePlan Earlier { get; } = SamplePlanReader.Read(DemoResource.Lines("EarlierPlan.zh-CN.md"));

    public DateOnly Start => new(StartYear, 1, 1);
    public DateOnly End => new(EndYear, 12, 31);
    public DateOnly Issued => DateOnly.ParseExact(IssuedOn, "yyyy年M月d日", CultureInfo.InvariantCulture);

    public IReadOnlyList<SampleTask> Tasks => [.. Sections.SelectMany(section => section.Parts).SelectMany(part => part.Tasks)];

    /// <summary>What the portal promises in words that a child can read, by the label of the task.</summary>
    public IReadOnlyDictionary<string, SamplePromise> Promises =>
        Tasks.Where(task => task.Promise is not null).ToDictionary(task => task.Label, task => task.Promise!);
}

sealed record SampleSection(string Heading, IReadOnlyList<string> Paragraphs, IReadOnlyList<SamplePart> Parts);
sealed record SamplePart(string Heading, IReadOnlyList<string> Paragraphs, IReadOnlyList<SampleTask> Tasks);

/// <summary>One task. Label is its number through the whole plan, without the dot; Lead and Cooperating are as printed, DueText too.</summary>
sealed record SampleTask(
    string Label, string Domain, string Title, string Body, string Lead, string Cooperating, string? DueText,
    IReadOnlyList<SampleStep> Steps, SampleMeasure? Measure, SamplePace Pace, SamplePromise? Promise)
{
    /// <summary>The last day of <see cref="DueText"/>; null where the plan says nothing, and its own end counts.</summary>
    public DateOnly? Due => DueText is null ? null : SamplePlanReader.LastDay(DueText);

    public IReadOnlyList<string> LeadUnits => SamplePlanReader.Units(Lead);
    public IReadOnlyList<string> CooperatingUnits => SamplePlanReader.Units(Cooperating);
}

/// <summary>A step on the way, due on the last day of a month.</summary>
sealed record SampleStep(DateOnly Due, string Title);

/// <summary>The number by which a task is followed: where it stood when the plan began, and where it is to be.</summary>
sealed record SampleMeasure(string Name, string Unit, decimal Start, decimal Target);
sealed record SamplePromise(string Zh, string En);

/// <summary>How a task fares in the demo city's story: on plan, behind, late, or never reported.</summary>
enum SamplePace { OnPlan, Behind, Late, Silent }

/// <summary>Reads the simple text in which the demo plans are written.</summary>
static partial class SamplePlanReader
{
    sealed record RawPart(string Heading, List<string> Paragraphs, List<Dictionary<string, string>> Tasks);
    sealed record RawSection(string Heading, List<string> Paragraphs, List<RawPart> Parts);

    public static SamplePlan Read(IEnumerable<string> lines)
    {
        var title = "";
        var head = new Dictionary<string, string>();
        var sections = new List<RawSection>();

        foreach (var line in lines.Where(line => line.Length > 0))
        {
            var (mark, text) = line.Split(' ', 2) is [var first, var rest] ? (first, rest) : ("", line);
            if (mark == "#") title = text;
            else if (mark == "##") sections.Add(new(text, [], []));
            else if (mark == "###") sections[^1].Parts.Add(new(text, [], []));
            else if (mark == "-") sections[^1].Parts[^1].Tasks.Add(new() { [Title] = text });
            else if (line[0] == '@') head[mark[1..]] = text;
            else if (line[0] == ' ') Keep(sections[^1].Parts[^1].Tasks[^1], line.Trim());
            else (sections[^1].Parts is [.., var part] ? part.Paragraphs : sections[^1].Paragraphs).Add(line);
        }

        var number = 0;
        var years = head["年份"].Split(' ').Select(Number).ToArray();
        return new(title, head["发文机关"], head["发文字号"], head["成文日期"], head["主送"], head["通知"], years[0], years[1],
        [
            .. sections.Select(section => new SampleSection(section.Heading, section.Paragraphs,
            [
                .. section.Parts.Select(part => new SamplePart(part.Heading, part.Paragraphs, [.. part.Tasks.Select(task => Task(++number, part.Heading, task))])),
            ])),
        ]);
    }

    const string Title = "标题";

    static void Keep(Dictionary<string, string> task, string line)
    {
        var colon = line.IndexOfAny(['：', ':']);
        task[line[..colon]] = line[(colon + 1)..].Trim();
    }

    static SampleTask Task(int number, string domain, Dictionary<string, string> lines) => new(
        number.ToString(CultureInfo.InvariantCulture), domain, lines[Title], lines["正文"], lines["牵头"], lines["配合"], lines.GetValueOrDefault("时限"),
        lines.TryGetValue("步骤", out var steps) ? [.. steps.Split('；').Select(Step)] : [],
        lines.TryGetValue("数值", out var measure) ? Measure(measure.Split(' ')) : null,
        lines.GetValueOrDefault("进度") switch { "滞后" => SamplePace.Behind, "逾期" => SamplePace.Late, "无数据" => SamplePace.Silent, _ => SamplePace.OnPlan },
        lines.TryGetValue("承诺", out var promise) ? new(promise, lines["Promise"]) : null);

    static SampleStep Step(string text) => new(EndOfMonth(Number(text[..4]), Number(text[5..7])), text[8..]);

    static SampleMeasure Measure(string[] parts) =>
        new(parts[0], parts[1], decimal.Parse(parts[2], CultureInfo.InvariantCulture), decimal.Parse(parts[3], CultureInfo.InvariantCulture));

    /// <summary>2025年底 → 2025-12-31, 2026年9月 → 2026-09-30.</summary>
    public static DateOnly LastDay(string due) => EndOfMonth(Number(due[..4]), due.EndsWith('月') ? Number(due[5..^1]) : 12);

    /// <summary>Splits at 、 and ， outside brackets and leaves out a final 等.</summary>
    public static IReadOnlyList<string> Units(string printed) =>
        [.. BetweenUnits().Split(printed).Select(name => name.EndsWith('等') ? name[..^1] : name)];

    static DateOnly EndOfMonth(int year, int month) => new DateOnly(year, month, 1).AddMonths(1).AddDays(-1);
    static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex("[、，](?![^（]*）)")]
    private static partial Regex BetweenUnits();
}
