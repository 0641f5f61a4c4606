using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Bringing;

/// <summary>What a person decides about a file that was looked at. Mode: all (nothing unless every row can be taken) or rows (the good ones). Version is that of the look.</summary>
sealed class BringForm
{
    public int Version { get; set; }
    public string? Mode { get; set; }
    public bool Overwrite { get; set; }
}

/// <summary>Brings in the file that was looked at, and nothing else than what was shown then: the same bytes, over the same figures. In one transaction.</summary>
sealed class BringIn(IndicatorsData data, FileStore files, ReceiveFigures receive, Texts texts, TimeProvider time)
{
    public async Task<Result<Guid>> Run(Guid id, BringForm form, CancellationToken ct)
    {
        if (await data.BroughtFiles.AsNoTracking().SingleOrDefaultAsync(f => f.Id == id, ct) is not { } seen) return LookAtFile.NoSuch;
        if (seen.State != BroughtState.Looked || seen.Version != form.Version) return MoveSubmission.Changed;
        if (form.Mode is not ("all" or "rows")) return new Problem("indicators.bring-choose", nameof(form.Mode));
        if ((await LookAtFile.Content(files, seen.Sha256, ct)).Value is not { } content) return LookAtFile.Lost;
        var opened = ForeignFile.Of(content, texts);
        if (opened.Value is not { } open) return new Result<Guid>(default, opened.Problems);

        var taken = await receive.Run(open, new(All: form.Mode == "all", Dry: false, form.Overwrite, OnlyHistory: true, Expected: seen.Print), Done, ct);
        if (taken.Value is not { } report) return new Result<Guid>(default, taken.Problems);
        return report.Overtaken ? MoveSubmission.Changed
            : report.Refused ? new Problem("indicators.bring-none", nameof(form.Mode), report.AllConflicts)
            : report.Imported == 0 ? new Problem("indicators.bring-nothing")
            : id;

        async Task<bool> Done(ImportReport report)
        {
            if (await data.BroughtFiles.SingleOrDefaultAsync(f => f.Id == id, ct) is not { } file || file.State != BroughtState.Looked || file.Version != form.Version) return false;
            (file.State, file.DoneAt, file.Written, file.Report, file.Version) = (BroughtState.BroughtIn, time.GetUtcNow().UtcDateTime, report.Imported, BroughtReport.Of(report).Json(), file.Version + 1);
            return await data.SaveUnlessChanged(ct);
        }
    }
}
