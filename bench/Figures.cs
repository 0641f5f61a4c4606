using System.Globalization;
using System.Text;

namespace OneMetre.Bench;

/// <summary>The figures of one run, printed as they come and kept under bench/results, one file for each kind of processor.</summary>
sealed class Figures
{
    readonly List<string> lines = [];

    public bool AnyShort { get; private set; }

    /// <summary>Op is one of &lt; &lt;= &gt; &gt;=; the figure is short when VALUE OP REQUIRED does not hold.</summary>
    public void Add(string name, double value, string unit, string op, double required)
    {
        var ok = op switch { "<" => value < required, "<=" => value <= required, ">" => value > required, ">=" => value >= required, _ => throw new ArgumentException("Not a comparison.", nameof(op)) };
        AnyShort |= !ok;
        Say($"figure {name} {Shown(value)} {unit} required {op} {Shown(required)} {(ok ? "ok" : "short")}");
    }

    /// <summary>A line that explains a figure and demands nothing.</summary>
    public void Tell(string text) => Say("# " + text);

    public void Save(string bench)
    {
        if (Repository() is not { } root) return;
        var folder = Directory.CreateDirectory(Path.Combine(root, "bench", "results")).FullName;
        var file = Path.Combine(folder, Processor() + ".md");
        var kept = File.Exists(file) ? Sections(File.ReadAllLines(file)) : [];
        kept[bench] = lines;
        var text = new StringBuilder($"# {Processor()}, {Environment.ProcessorCount} cores\n\nMade by `./onemetre bench NAME`; the peers and limits were measured in the same run.\n");
        foreach (var (name, section) in kept.OrderBy(s => s.Key, StringComparer.Ordinal)) text.Append(CultureInfo.InvariantCulture, $"\n## {name}\n\n```\n{string.Join('\n', section)}\n```\n");
        File.WriteAllText(file, text.ToString());
    }

    static SortedDictionary<string, List<string>> Sections(IEnumerable<string> file)
    {
        var sections = new SortedDictionary<string, List<string>>(StringComparer.Ordinal);
        var inside = "";
        foreach (var line in file)
        {
            if (line.StartsWith("## ", StringComparison.Ordinal)) sections[inside = line[3..]] = [];
            else if (inside.Length > 0 && line.Length > 0 && line != "```") sections[inside].Add(line);
        }
        return sections;
    }

    void Say(string line)
    {
        lines.Add(line);
        Console.WriteLine(line);
    }

    static string Shown(double value) => value.ToString(Math.Abs(value) >= 100 ? "0" : "0.###", CultureInfo.InvariantCulture);

    static string Processor()
    {
        var model = File.Exists("/proc/cpuinfo") ? File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))?.Split(':', 2)[1] : null;
        return string.Join('-', (model ?? "unknown processor").Replace("(R)", "", StringComparison.Ordinal).Replace("(TM)", "", StringComparison.Ordinal)
            .Split([' ', '@', '/'], StringSplitOptions.RemoveEmptyEntries)).ToLowerInvariant();
    }

    public static string? Repository()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "OneMetre.slnx"))) return folder.FullName;
        return null;
    }

    public static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }
}
