using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Targeting;

/// <summary>A target as typed; Id is empty for a new one.</summary>
sealed class TargetForm
{
    public string? Do { get; set; }
    public string? Id { get; set; }
    public int Version { get; set; }
    public string? Level { get; set; }
    public string? Region { get; set; }
    public string? Source { get; set; }
    public string? Year { get; set; }
    public string? Comparison { get; set; }
    public string? Value { get; set; }
    public string? ValueMax { get; set; }
    public string? BaseYear { get; set; }
    public bool Soft { get; set; }
    public bool Open { get; set; }
    public string? Note { get; set; }

    public static TargetForm Fresh(int year) => new() { Level = nameof(TargetLevel.City), Comparison = nameof(TargetComparison.AtLeast), Year = year.ToString(CultureInfo.InvariantCulture) };

    public static TargetForm Of(IndicatorTarget t) => new()
    {
        Id = t.Id.ToString(),
        Version = t.Version,
        Level = t.Level.ToString(),
        Region = t.RegionCode,
        Source = t.Source,
        Year = Text(t.Year),
        Comparison = t.Comparison.ToString(),
        Value = Text(t.Value),
        ValueMax = Text(t.ValueMax),
        BaseYear = Text(t.BaseYear),
        Soft = t.Soft,
        Open = t.Open,
        Note = t.Note,
    };

    static string? Text(decimal? number) => number?.ToString("0.####", CultureInfo.InvariantCulture);
}

/// <summary>Sets a target by hand, changes it or takes it away. Those of plans are changed in their plans.</summary>
sealed class SetTarget(IndicatorsData data)
{
    public static readonly Problem NoSuch = new("indicators.no-such-target");

    public async Task<Result<Guid>> Run(string indicator, TargetForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (!await data.Indicators.AnyAsync(i => i.Id == indicator, ct)) return DefineIndicator.NoSuch;
        var known = string.IsNullOrEmpty(form.Id) ? new IndicatorTarget { Id = data.NewId(), IndicatorId = indicator } : await Find(indicator, form, ct);
        if (known is null) return NoSuch;
        if (known.Version != form.Version) return MoveSubmission.Changed;

        var read = new FieldReader();
        known.Level = read.Named<TargetLevel>(form.Level, nameof(form.Level));
        var prefix = data.OwnPrefix;
        if (known.Level == TargetLevel.County)
        {
            var code = form.Region ?? "";
            if (RegionCode.IsValid(code) && await data.Regions.AnyAsync(r => r.Code == code && r.Level == RegionLevel.County && r.ValidTo == null && r.Code.StartsWith(prefix), ct)) known.RegionCode = code;
            else read.Problems.Add(new("indicators.choose-one", nameof(form.Region)));
        }
        else known.RegionCode = "";
        known.Source = read.Line(form.Source, nameof(form.Source), 160);
        known.Year = read.Whole(form.Year, nameof(form.Year), 2000, 2100) ?? 0;
        known.BaseYear = read.Whole(form.BaseYear, nameof(form.BaseYear), 2000, 2100, required: false);
        if (known.BaseYear >= known.Year && known.Year > 0) read.Problems.Add(new("indicators.target-base-after", nameof(form.BaseYear)));
        known.Comparison = read.Named<TargetComparison>(form.Comparison, nameof(form.Comparison));
        (known.Value, known.ValueMax) = (Number(form.Value, nameof(form.Value)), Number(form.ValueMax, nameof(form.ValueMax)));
        switch (known.Comparison)
        {
            case TargetComparison.Yes or TargetComparison.Rising or TargetComparison.Falling: (known.Value, known.ValueMax) = (null, null); break;
            case TargetComparison.Range:
                if (known.Value is null || known.ValueMax is null || known.Value > known.ValueMax) read.Problems.Add(new("indicators.target-range-wrong", nameof(form.ValueMax)));
                break;
            default:
                known.ValueMax = null;
                if (known.Value is null || (known.Value == 0 && known.Comparison is TargetComparison.PointsPerYear or TargetComparison.AmountFromBase or TargetComparison.ChangeFromBase)) read.Problems.Add(new("indicators.required", nameof(form.Value)));
                break;
        }
        (known.Soft, known.Open) = (form.Soft, form.Open);
        var note = read.Words(form.Note, nameof(form.Note), 400, false);
        known.Note = note.Length == 0 ? null : note;
        if (read.Problems.Count > 0)
        {
            data.Forget();
            return new Result<Guid>(default, read.Problems);
        }
        known.Version++;
        if (string.IsNullOrEmpty(form.Id)) data.Add(known);
        return await data.SaveUnlessChanged(ct) ? known.Id : MoveSubmission.Changed;

        decimal? Number(string? typed, string field)
        {
            if (Typed.Figure(typed, out var number)) return number;
            read.Problems.Add(new("indicators.not-a-number", field));
            return null;
        }
    }

    public async Task<Result<Guid>> Remove(string indicator, TargetForm form, CancellationToken ct)
    {
        if (!data.MayDefine) return MoveSubmission.NotYours;
        if (await Find(indicator, form, ct) is not { } known) return NoSuch;
        if (known.Version != form.Version) return MoveSubmission.Changed;
        data.Remove(known);
        return await data.SaveUnlessChanged(ct) ? known.Id : MoveSubmission.Changed;
    }

    async Task<IndicatorTarget?> Find(string indicator, TargetForm form, CancellationToken ct) =>
        Guid.TryParse(form.Id, CultureInfo.InvariantCulture, out var id) ? await data.Targets.SingleOrDefaultAsync(t => t.Id == id && t.IndicatorId == indicator, ct) : null;
}
