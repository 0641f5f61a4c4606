using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Results;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Returning;

/// <summary>One line as typed. Was is what the page showed when typing began: two people in one sheet do not overwrite each other, and a line that nobody touched stays as it is.</summary>
sealed class LineInput
{
    public Guid Line { get; set; }
    public string? Was { get; set; }
    public string? Answer { get; set; }
    public string? Progress { get; set; }
    public string? Said { get; set; }
    public string? Problems { get; set; }
    public string? NextSteps { get; set; }
    public List<Guid> Reached { get; set; } = [];
    public Dictionary<Guid, string> Figures { get; set; } = [];

    /// <summary>A short mark of what stands in the fields, the same however the browser ends its lines.</summary>
    public string Mark()
    {
        var figures = Figures.Where(f => !string.IsNullOrWhiteSpace(f.Value)).OrderBy(f => f.Key).Select(f => $"{f.Key:N}={f.Value.Trim()}");
        var all = string.Join('\u001f', [Plain(Answer), Plain(Progress), Plain(Said), Plain(Problems), Plain(NextSteps), .. Reached.Order().Select(r => r.ToString("N")), .. figures]);
        return Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(all)))[..16];
    }

    public static string Plain(string? text) => (text ?? "").Replace("\r\n", "\n", StringComparison.Ordinal).Trim();
}

/// <summary>What a save did. Conflicts are lines that somebody else changed meanwhile: theirs stand, what was typed waits for a decision.</summary>
sealed record SavedLines(int Changed, IReadOnlySet<Guid> Conflicts);

/// <summary>Writes what a unit typed into its return. With OnPlan every line that nobody has answered is answered "on plan, nothing new".</summary>
sealed class SaveLines(ProgrammeData data)
{
    public static readonly Problem NoSuchReturn = new("programme.no-such-return");
    public static readonly Problem NotOpen = new("programme.return-not-open");

    public async Task<Result<SavedLines>> Run(Guid id, IReadOnlyList<LineInput> inputs, bool onPlan, CancellationToken ct)
    {
        // Twice at most for the same cell: when another save fell between reading and writing, the second reading sees it and reports the conflict.
        for (var attempt = 0; ; attempt++)
        {
            var sheet = await data.OwnReturns.SingleOrDefaultAsync(r => r.Id == id, ct);
            if (sheet is null) return NoSuchReturn;
            if (!ReturnCourse.Open(sheet.State)) return NotOpen;

            var lines = await data.ReturnLines.Where(l => l.ReturnId == id).ToListAsync(ct);
            var tasks = await data.ReturnTasks.AsNoTracking().Where(t => data.ReturnLines.Any(l => l.ReturnId == id && l.TaskId == t.Id)).Select(t => new { t.Id, t.Progress }).ToDictionaryAsync(t => t.Id, t => t.Progress, ct);
            var (changed, conflicts, problems) = (0, new HashSet<Guid>(), new List<Problem>());
            foreach (var input in inputs)
            {
                if (lines.Find(l => l.Id == input.Line) is not { } line) continue;
                var mark = input.Mark();
                if (mark == input.Was) continue;
                var now = Shown(line).Mark();
                if (mark == now) continue;
                if (line.Version > 0 && input.Was != now)
                {
                    conflicts.Add(line.Id);
                    continue;
                }
                if (Write(line, input, problems)) changed++;
            }
            if (problems.Count > 0)
            {
                data.Forget();
                return new Result<SavedLines>(default, problems);
            }
            if (onPlan)
                foreach (var line in lines.Where(l => l.Answer is null && !conflicts.Contains(l.Id)))
                {
                    (line.Answer, line.Progress) = (ReturnAnswer.OnPlan, line.Part == ReturnPart.Lead ? line.Progress ?? tasks.GetValueOrDefault(line.TaskId) : null);
                    line.Version++;
                    changed++;
                }
            if (changed == 0) return new SavedLines(0, conflicts);
            sheet.Version++;
            if (await data.SaveUnlessChanged(ct)) return new SavedLines(changed, conflicts);
            if (attempt == 5) return MoveReturn.Changed;
        }
    }

    /// <summary>A line's fields as the page shows them.</summary>
    public static LineInput Shown(ReturnLine line) => new()
    {
        Line = line.Id,
        Answer = line.Answer?.ToString(),
        Progress = line.Progress?.ToString(System.Globalization.CultureInfo.InvariantCulture),
        Said = line.Said,
        Problems = line.Problems,
        NextSteps = line.NextSteps,
        Reached = [.. line.ReachedIds],
        Figures = line.FigureValues.ToDictionary(f => f.Key, f => f.Value.ToString("0.####", System.Globalization.CultureInfo.InvariantCulture)),
    };

    static bool Write(ReturnLine line, LineInput input, List<Problem> problems)
    {
        var before = problems.Count;
        ReturnAnswer? answer = null;
        if (LineInput.Plain(input.Answer) is { Length: > 0 } typed)
        {
            if (Named.Is<ReturnAnswer>(typed, out var read)) answer = read;
            else problems.Add(new("programme.return-no-such-answer", ReturnWords.Field(line.Id, "answer")));
        }
        if (!Typed.Figure(input.Progress, out var progress) || progress is < 0 or > 100 || progress != (progress is { } p ? decimal.Truncate(p) : null))
            problems.Add(new("programme.progress-out-of-range", ReturnWords.Field(line.Id, "progress")));
        var (said, trouble, next) = (Text(input.Said, "said"), Text(input.Problems, "problems"), Text(input.NextSteps, "next"));
        // What the lead says is published with the acceptance.
        if (line.Part == ReturnPart.Lead && said is not null && said != line.Said && PersonalMarks.In(said)) problems.Add(new("programme.said-personal", ReturnWords.Field(line.Id, "said")));
        var figures = new Dictionary<Guid, decimal>();
        foreach (var (target, value) in input.Figures)
        {
            if (!Typed.Figure(value, out var figure)) problems.Add(new("programme.not-a-figure", ReturnWords.Field(line.Id, $"figure-{target:N}")));
            else if (figure is { } number) figures[target] = number;
        }
        if (problems.Count > before) return false;
        (line.Answer, line.Progress, line.Said, line.Problems, line.NextSteps) = (answer, (int?)progress, said, trouble, next);
        (line.Reached, line.Figures) = (JsonSerializer.Serialize(input.Reached.Distinct().Order()), JsonSerializer.Serialize(figures));
        line.Version++;
        return true;

        string? Text(string? text, string field)
        {
            var plain = LineInput.Plain(text);
            if (plain.Length > ReturnLine.LongestText) problems.Add(new("programme.text-too-long", ReturnWords.Field(line.Id, field), ReturnLine.LongestText));
            return plain.Length == 0 ? null : plain;
        }
    }
}
