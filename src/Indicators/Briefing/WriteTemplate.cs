using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Briefing;

/// <summary>What is typed about a template. Do: save, standard, or anything else to look at it only.</summary>
sealed class TemplateForm
{
    public string? Text { get; set; }
    public int Version { get; set; }
    public string? Do { get; set; }
}

/// <summary>The city's office or its statistics bureau writes the words of its reports, or goes back to the product's.</summary>
sealed class WriteTemplate(IndicatorsData data, ReadTemplate templates, CurrentUser user, TimeProvider time)
{
    public async Task<Result<string>> Save(string id, TemplateForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        var text = (form.Text ?? "").ReplaceLineEndings("\n").Trim();
        var read = await templates.Lines(text, ct);
        if (!read.Ok) return new Result<string>(default, read.Problems);
        var known = await data.ReportTemplates.SingleOrDefaultAsync(t => t.Id == id, ct);
        if ((known?.Version ?? 0) != form.Version) return MoveSubmission.Changed;
        if (known is null) data.Add(known = new() { Id = id });
        (known.Text, known.ChangedBy, known.ChangedAt) = (text, user.Name, time.GetUtcNow().UtcDateTime);
        known.Version++;
        return await data.SaveUnlessTaken(ct) ? id : MoveSubmission.Changed;
    }

    /// <summary>The product's own words again.</summary>
    public async Task<Result<string>> Drop(string id, TemplateForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (await data.ReportTemplates.SingleOrDefaultAsync(t => t.Id == id, ct) is not { } known) return id;
        if (known.Version != form.Version) return MoveSubmission.Changed;
        // The row stays and counts on: who still has an older text open is told.
        (known.Text, known.ChangedBy, known.ChangedAt) = ("", user.Name, time.GetUtcNow().UtcDateTime);
        known.Version++;
        return await data.SaveUnlessChanged(ct) ? id : MoveSubmission.Changed;
    }
}
