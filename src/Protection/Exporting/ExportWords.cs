using OneMetre.Platform.Ui;
using OneMetre.Protection.Model;
using OneMetre.Protection.Registering;

namespace OneMetre.Protection.Exporting;

/// <summary>How an export is told of on its pages.</summary>
static class ExportWords
{
    /// <summary>Which rows. That words were looked for is told, and not which.</summary>
    public static string Filter(Texts texts, ChildGroup? group, bool stale, bool words)
    {
        string[] parts = [.. group is { } g ? new[] { Words.Of(texts, g) } : [], .. stale ? new[] { texts["protection.stale-only"] } : [], .. words ? new[] { texts["protection.export-by-words"] } : []];
        return parts.Length > 0 ? texts.List(parts) : texts["protection.export-all"];
    }

    public static string Filter(Texts texts, ExportLine line) => Filter(texts, line.Export.Group, line.Export.Stale, line.ByWords);

    public static string Purpose(Texts texts, ExportLine line) => texts[$"platform.purpose-{line.Export.Purpose.ToString().ToLowerInvariant()}"];

    public static string State(Texts texts, ExportLine line) => line.State switch
    {
        ExportState.Made => texts["protection.export-made-until", line.Export.Until, Export.MostDownloads - line.Export.Downloads],
        ExportState.Ended when line.Export.DecidedAt is null => texts["protection.export-undecided"],
        ExportState.Ended => Words.Of(texts, line.Export.End ?? ExportEnd.Time),
        _ => Words.Of(texts, line.State),
    };
}
