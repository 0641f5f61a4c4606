using OneMetre.Platform.Documents;

namespace OneMetre.Programme.Importing;

/// <summary>plan read FILE [--json]: prints what the reader makes of a document. Exit code 1 when it finds no task, 2 when the file cannot be read.</summary>
static class ReadPlanCommand
{
    internal static async Task<int> Run(string file, bool json, Stream output, CancellationToken ct)
    {
        if (!File.Exists(file)) return 2;
        await using var content = File.OpenRead(file);
        var source = await DocumentReader.Read(content, Path.GetFileName(file), ct);
        if (source.Refused) return 2;

        var draft = PlanReader.Read(source);
        if (json) PlanJson.Write(draft, output);
        else
        {
            await using var writer = new StreamWriter(output, leaveOpen: true);
            await writer.WriteLineAsync($"{draft.Header.Title}: {draft.Counts.Domains} / {draft.Counts.Actions} / {draft.Counts.Tasks}");
            foreach (var finding in draft.Findings) await writer.WriteLineAsync($"{finding.Severity} {finding.Code} {string.Join(" | ", finding.Args)}");
        }
        return draft.Tasks.Count > 0 ? 0 : 1;
    }
}
