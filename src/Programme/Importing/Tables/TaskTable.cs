using OneMetre.Platform.Results;
namespace OneMetre.Programme.Importing.Tables;

/// <summary>One row of a table that lists tasks: what is printed, who does it, by when.</summary>
sealed record TaskRow(
    NumberLabel? Number, string? Label, string? Domain, string? Action, Passage? Name, Passage Text,
    IReadOnlyList<RoleGroup> Groups, IReadOnlyList<Passage> UnitCells, Passage? Deadline, Passage? Goal);

/// <summary>Reads tables whose rows are tasks, projects or policies, whichever order their columns come in.</summary>
static class TaskTable
{
    public static bool Fits(Columns columns) => columns.HasUnits && TextColumn(columns) is not null;

    public static List<TaskRow> Read(TableGrid grid, Columns columns)
    {
        var rows = new List<TaskRow>();
        var text = TextColumn(columns)!.Value;
        var name = NameColumn(columns, text);
        // Wider groupings stand left of what they group; a column between them and the text names the action.
        var groupings = columns.Known.Where(c => c.Column < text && c.Column != name && c.Kind is ColumnKind.Domain or ColumnKind.Action or ColumnKind.Content or ColumnKind.Name && c.Column < text && c.Column != name)
            .Select(c => c.Column).ToList();
        string? domain = null, action = null;
        var banner = false; // a heading over the whole width gives the domain, and the first grouping column what is below it
        Passage? lastName = null;
        Passage[]? previous = null;
        foreach (var row in grid.Rows.Skip(columns.HeaderRow + 1))
        {
            if (columns.IsHeaderAgain(row)) continue;
            var printed = row.Where(c => !c.IsEmpty).Distinct().ToList();
            if (printed.Count == 0) continue;
            // A row of one cell over the whole width is a heading for the rows below it.
            if (printed.Count == 1 && row[text].IsEmpty | printed[0].Length < 60 && !printed[0].Folded.Contains('。') && row.Length > 2)
            {
                if (!printed[0].Folded.StartsWith("说明", StringComparison.Ordinal) && !printed[0].Folded.StartsWith('注')) (domain, action, banner) = (Heading(printed[0]), null, true);
                continue;
            }
            if (banner && groupings.Count == 1 && !row[groupings[0]].IsEmpty) action = Heading(row[groupings[0]]);
            else if (groupings.Count > 0 && !row[groupings[0]].IsEmpty && Heading(row[groupings[0]]) is var wide && wide != domain) (domain, action) = (wide, null);
            if (groupings.Count > 1 && !row[groupings[^1]].IsEmpty) action = Heading(row[groupings[^1]]);

            var body = row[text];
            if (name is { } n && !row[n].IsEmpty) lastName = row[n];
            if (body.IsEmpty && (name is null || row[name.Value].IsEmpty)) { previous = row; continue; }

            var label = Numbering.Read(body.Folded);
            var shown = label is { } known ? known.Printed : null;
            if (label is { } taken) body = body.Slice(taken.Length);
            if (columns.First(ColumnKind.Number) is { } number && !row[number].IsEmpty)
            {
                var digits = row[number].Folded.Trim('.', '、', ' ', '（', '）');
                if (ChineseNumerals.ReadInt(digits) is { } ordinal) (label, shown) = (new(NumberStyle.Arabic, ordinal, 0, digits), row[number].Text.Trim());
            }
            var groups = new List<RoleGroup>();
            var cells = new List<Passage>();
            foreach (var (kind, strength) in Roles)
                foreach (var (column, heading) in columns.Of(kind))
                {
                    var cell = row[column].IsEmpty && previous is not null && SameTask(row, previous, text) ? previous[column] : row[column];
                    if (cell.IsEmpty) continue;
                    cells.Add(cell);
                    groups.AddRange(UnitClauses.ReadCell(cell, strength, heading));
                }
            rows.Add(new(label, shown, domain, action, name is null ? null : row[name.Value].IsEmpty ? lastName : row[name.Value], body,
                groups, cells, Cell(row, columns, ColumnKind.Deadline), Cell(row, columns, ColumnKind.Goal)));
            previous = row;
        }
        return rows;
    }

    /// <summary>The column that says most about the work: the last of those named as content, else the name.</summary>
    public static int? TextColumn(Columns columns) =>
        columns.Of(ColumnKind.Content).Select(c => (int?)c.Column).LastOrDefault()
        ?? columns.First(ColumnKind.Name) ?? columns.Of(ColumnKind.Action).Select(c => (int?)c.Column).LastOrDefault();

    static int? NameColumn(Columns columns, int text) =>
        columns.First(ColumnKind.Name) is { } name && name != text ? name : null;

    /// <summary>Blank unit cells inside one merged task mean the units above; blank cells of a new task mean none.</summary>
    static bool SameTask(Passage[] row, Passage[] previous, int text) => ReferenceEquals(row[text], previous[text]) && !row[text].IsEmpty;

    static Passage? Cell(Passage[] row, Columns columns, ColumnKind kind) => columns.First(kind) is { } at && !row[at].IsEmpty ? row[at] : null;

    /// <summary>A grouping cell's words without number; repeated lines (a cell printed again after a page break) are said once.</summary>
    static string Heading(Passage cell)
    {
        var line = cell.Folded.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Trim();
        var broken = cell.Text.Contains('\n') && cell.Folded.Split('\n').Distinct().Count() > 1 && Numbering.Read(line) is null;
        if (broken) return cell.Text.Replace("\n", "").Trim();
        var label = Numbering.Read(line);
        var text = cell.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries)[0].Trim();
        return label is { } known ? text[Math.Min(known.Length, text.Length)..].Trim() : text;
    }

    static readonly (ColumnKind Kind, RoleStrength Strength)[] Roles =
    [
        (ColumnKind.Lead, RoleStrength.Lead), (ColumnKind.Responsible, RoleStrength.Neutral),
        (ColumnKind.Cooperating, RoleStrength.Cooperating), (ColumnKind.Guiding, RoleStrength.Guiding),
    ];
}
