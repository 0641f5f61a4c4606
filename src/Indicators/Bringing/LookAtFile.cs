using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Exchanging;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Bringing;

/// <summary>The statistics bureau hands in a file of earlier figures and is told what it would come to; nothing but the file is kept. The same file opens what is waiting already.</summary>
sealed class LookAtFile(IndicatorsData data, FileStore files, ReceiveFigures receive, Texts texts, TimeProvider time)
{
    public static readonly Problem NoSuch = new("indicators.bring-no-such"), Lost = new("indicators.bring-lost");

    /// <summary>The bytes that were handed in; refused when the store has lost them.</summary>
    public static async Task<Result<byte[]>> Content(FileStore files, string sha256, CancellationToken ct)
    {
        try
        {
            return await files.Read(sha256, ct);
        }
        catch (IOException)
        {
            return Lost;
        }
    }

    public async Task<Result<Guid>> Run(string? fileName, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        if (!data.BringsIn) return MoveSubmission.NotYours;
        var name = FileName.Fit(fileName);
        if (name.Length == 0) return new Problem("indicators.file-empty", "file");
        var looked = await Look(content, ct);
        if (looked.Value is not { } report) return new Result<Guid>(default, looked.Problems);

        var kept = await files.Put(content, ct);
        var file = await data.BroughtFiles.FirstOrDefaultAsync(f => f.Sha256 == kept.Sha256 && f.State == BroughtState.Looked, ct);
        if (file is null) data.Add(file = new() { Id = data.NewId(), Sha256 = kept.Sha256, FileName = name, RegionPrefix = data.OwnPrefix, At = time.GetUtcNow().UtcDateTime });
        Keep(file, report);
        return await data.SaveUnlessTaken(ct) ? file.Id : MoveSubmission.Changed;
    }

    /// <summary>Looks at a waiting file again: names mean something now, or figures have changed.</summary>
    public async Task<Result<Guid>> Again(Guid id, int version, CancellationToken ct)
    {
        if (await data.BroughtFiles.AsNoTracking().Where(f => f.Id == id).Select(f => f.Sha256).FirstOrDefaultAsync(ct) is not { } sha256) return NoSuch;
        if ((await Content(files, sha256, ct)).Value is not { } content) return Lost;
        var looked = await Look(content, ct);
        if (looked.Value is not { } report) return new Result<Guid>(default, looked.Problems);
        var file = await data.BroughtFiles.SingleAsync(f => f.Id == id, ct);
        if (file.State != BroughtState.Looked || file.Version != version) return MoveSubmission.Changed;
        Keep(file, report);
        return await data.SaveUnlessChanged(ct) ? id : MoveSubmission.Changed;
    }

    /// <summary>Lets a waiting file go.</summary>
    public async Task<Result<Guid>> Drop(Guid id, int version, CancellationToken ct)
    {
        if (await data.BroughtFiles.SingleOrDefaultAsync(f => f.Id == id, ct) is not { } file) return NoSuch;
        if (file.State != BroughtState.Looked || file.Version != version) return MoveSubmission.Changed;
        // What was found in it goes with it: rows hold figures, and names that mean nothing here.
        (file.State, file.DoneAt, file.Report, file.Version) = (BroughtState.Dropped, time.GetUtcNow().UtcDateTime, (BroughtReport.From(file.Report) with { Findings = [], Names = [] }).Json(), file.Version + 1);
        return await data.SaveUnlessChanged(ct) ? id : MoveSubmission.Changed;
    }

    async Task<Result<ImportReport>> Look(ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var opened = ForeignFile.Of(content, texts);
        return opened.Value is { } open ? await receive.Run(open, new(All: false, Dry: true, Overwrite: false, OnlyHistory: true), null, ct) : new(default, opened.Problems);
    }

    static void Keep(BroughtFile file, ImportReport report) => (file.Report, file.Print, file.Version) = (BroughtReport.Of(report).Json(), report.Print, file.Version + 1);
}
