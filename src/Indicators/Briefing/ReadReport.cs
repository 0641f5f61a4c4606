using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Model;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Briefing;

/// <summary>The monitoring report of a region and period, and the template it was made by. Problems are those of the template; Pieces is empty then.</summary>
sealed record ReportView(DashboardView Board, string TemplateId, IReadOnlyList<PaperPiece> Pieces, IReadOnlyList<Problem> Problems);

/// <summary>Makes the monitoring report from what the reader may see.</summary>
sealed class ReadReport(ReadDashboard dashboard, ListIndicators list, ReadTemplate templates, IOptions<CityFace> city, TimeProvider time)
{
    /// <summary>As a template that is not kept yet would make it: of what the filter asks for where the template is for that, otherwise of the newest period that it is for.</summary>
    /// <param name="root">Where this installation is, for the links of the figures.</param>
    public async Task<ReportView> Try(string id, string text, DashboardFilter filter, Uri root, CancellationToken ct)
    {
        var view = await Run(filter, root, text, ct);
        if (view.TemplateId == id || view.Problems.Count > 0) return view;
        return view.Board.Kinds.Cast<PeriodKind?>().FirstOrDefault(k => new Period(k!.Value, 2000, 1).IsWholeYear == (id == "year")) is { } kind ? await Run(filter with { Period = null, Kind = kind }, root, text, ct)
            : view with { Pieces = [], Problems = [new("indicators.template-nothing", "Text")] };
    }

    /// <param name="tried">A template that is not kept yet; null for the one in force.</param>
    public async Task<ReportView> Run(DashboardFilter filter, Uri root, string? tried, CancellationToken ct)
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo("zh-CN"); // the paper is Chinese; this ends with the call
        var all = await list.Run(null, null, null, 1, ct, 1000);
        var board = await dashboard.Run(filter with { Light = null }, [.. all.Items.Select(i => i.Id)], ct);
        var id = board.Period == default || board.Period.IsWholeYear ? "year" : "part";
        var read = await templates.Lines(tried ?? (await templates.Of(id, ct)).Text, ct);
        return new(board, id, read.Value is { } lines && board.Period != default ? [.. MonitoringReport.Of(lines, board, city.Value.Organiser, c => new(root, $"/indicators/{c.Known.Indicator.Id}?period={board.Period}"), time.Today())] : [], read.Problems);
    }
}

/// <summary>The template in force, and how it is read.</summary>
sealed class ReadTemplate(IndicatorsData data)
{
    /// <summary>There is one for the whole city, and the city writes it.</summary>
    public bool MayWrite => data.MayDefine;

    /// <summary>The city's own, or the product's, which nobody has changed (ChangedBy is empty).</summary>
    public async Task<ReportTemplate> Of(string id, CancellationToken ct) =>
        await data.ReportTemplates.AsNoTracking().SingleOrDefaultAsync(t => t.Id == id, ct) switch
        {
            null => new() { Id = id, Text = StandardTemplates.Of(id) },
            { Text.Length: 0 } gone => new() { Id = id, Text = StandardTemplates.Of(id), Version = gone.Version },
            var own => own,
        };

    public async Task<Result<IReadOnlyList<TemplateLine>>> Lines(string text, CancellationToken ct)
    {
        if (text.Length > ReportTemplate.LongestText) return new Problem("indicators.template-too-long", "Text", ReportTemplate.LongestText);
        if (text.ReplaceLineEndings("\n").Split('\n').Any(PlainText.HasUnseen)) return new Problem("indicators.template-signs", "Text");
        var names = (await data.Indicators.AsNoTracking().Where(i => i.RetiredOn == null).Select(i => new { i.Id, i.Name }).ToListAsync(ct)).SelectMany(i => new[] { i.Id, i.Name }).ToHashSet(StringComparer.Ordinal);
        return TemplateText.Read(text, name => ReportFacts.IsBlock(name, names.Contains), name => ReportFacts.IsName(name, names.Contains));
    }
}
