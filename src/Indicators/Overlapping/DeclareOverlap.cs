using System.Globalization;
using Microsoft.EntityFrameworkCore;
using OneMetre.Indicators.Catalogue;
using OneMetre.Indicators.Model;
using OneMetre.Indicators.Reporting;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Overlapping;

/// <summary>An overlap as typed.</summary>
sealed class OverlapForm
{
    public string? Do { get; set; }
    public string? Element { get; set; }
    public string? Split { get; set; }
    public string? Region { get; set; }
    public string? Other { get; set; }
    public string? Kind { get; set; }
    public string? Count { get; set; }
    public string? FromYear { get; set; }
    public string? UntilYear { get; set; }
    public string? What { get; set; }
}

/// <summary>Ends an overlap with a year, or takes away one that was declared by mistake.</summary>
sealed class EndOverlapForm
{
    public string? Do { get; set; }
    public string? Id { get; set; }
    public int Version { get; set; }
    public string? UntilYear { get; set; }
}

/// <summary>
/// The statistics bureau declares what two regions both count. It changes sums, so it begins after the last year that is published with the element, and what public sums rest on can only be ended, not taken away: nothing published is
/// rewritten.
/// </summary>
sealed class DeclareOverlap(IndicatorsData data)
{
    const int Most = 2000;
    static readonly Problem NoSuch = new("indicators.no-such-overlap");

    public async Task<Result<Guid>> Run(OverlapForm form, CancellationToken ct)
    {
        var read = new FieldReader();
        var named = read.Line(form.Element, nameof(form.Element), 60);
        var element = read.Problems.Count > 0 ? null : await data.Elements.AsNoTracking().SingleOrDefaultAsync(e => e.Id == named, ct);
        if (element is not { Combine: Combine.Sum, RetiredOn: null }) read.Problems.Add(new("indicators.overlap-element", nameof(form.Element)));
        var split = (form.Split ?? "").Trim();
        if (element is not null && !Splits.Fits(split, element.Splits)) read.Problems.Add(new("indicators.no-such-split", nameof(form.Split)));
        var (one, two) = (await Region(form.Region, nameof(form.Region)), await Region(form.Other, nameof(form.Other)));
        if (one is not null && two is not null && (one.StartsWith(RegionCode.Prefix(two), StringComparison.Ordinal) || two.StartsWith(RegionCode.Prefix(one), StringComparison.Ordinal))) read.Problems.Add(new("indicators.overlap-regions", nameof(form.Other)));
        var kind = read.Named<OverlapKind>(form.Kind, nameof(form.Kind));
        if (!Typed.Figure(form.Count, out var count) || count is not > 0 || (element?.Kind == ElementKind.Count && count != decimal.Truncate(count ?? 0))) read.Problems.Add(new("indicators.overlap-count", nameof(form.Count)));
        var from = read.Whole(form.FromYear, nameof(form.FromYear), 2000, 2100);
        var until = read.Whole(form.UntilYear, nameof(form.UntilYear), 2000, 2100, required: false);
        if (until < from) read.Problems.Add(new("indicators.overlap-until", nameof(form.UntilYear)));
        var what = read.Line(form.What, nameof(form.What), 200);
        if (element is not null && from is not null && await LastPublished(element.Id, ct) is { } year && from <= year) read.Problems.Add(new("indicators.overlap-published", nameof(form.FromYear), Year(year)));
        if (one is not null && !(data.MayDeclare(one) && (two is null || data.MayDeclare(two)))) return MoveSubmission.NotYours;
        if (read.Problems.Count == 0 && await data.Overlaps.CountAsync(ct) >= Most) read.Problems.Add(new("indicators.overlap-most", null, Most));
        if (read.Problems.Count == 0)
        {
            var same = await data.Overlaps.AsNoTracking().Where(o => o.ElementId == element!.Id && o.Split == split && o.What == what && ((o.RegionCode == one && o.OtherCode == two) || (o.RegionCode == two && o.OtherCode == one))).ToListAsync(ct);
            if (same.Exists(o => (o.UntilYear ?? int.MaxValue) >= from && o.FromYear <= (until ?? int.MaxValue))) read.Problems.Add(new("indicators.overlap-twice", nameof(form.What)));
        }
        if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);

        var overlap = new FigureOverlap { Id = data.NewId(), ElementId = element!.Id, Split = split, RegionCode = one!, OtherCode = two!, Kind = kind, Count = count!.Value, FromYear = from!.Value, UntilYear = until, What = what, Version = 1 };
        data.Add(overlap);
        await data.Save(ct);
        return overlap.Id;

        async Task<string?> Region(string? code, string field)
        {
            if (RegionCode.IsValid(code) && await data.Regions.AnyAsync(r => r.Code == code && r.Level >= RegionLevel.County && r.Level <= RegionLevel.Township, ct)) return code;
            read.Problems.Add(new("indicators.choose-one", field));
            return null;
        }
    }

    public async Task<Result<Guid>> End(EndOverlapForm form, CancellationToken ct)
    {
        if (!Guid.TryParse(form.Id, CultureInfo.InvariantCulture, out var id) || await data.Overlaps.SingleOrDefaultAsync(o => o.Id == id, ct) is not { } overlap) return NoSuch;
        if (!data.MayDeclare(overlap.RegionCode) || !data.MayDeclare(overlap.OtherCode)) return MoveSubmission.NotYours;
        if (overlap.Version != form.Version) return MoveSubmission.Changed;
        var published = await LastPublished(overlap.ElementId, ct);
        if (form.Do == "remove")
        {
            if (published >= overlap.FromYear) return new Problem("indicators.overlap-stays", null, Year(published.Value));
            data.Remove(overlap);
        }
        else
        {
            var read = new FieldReader();
            var until = read.Whole(form.UntilYear, nameof(form.UntilYear), overlap.FromYear, 2100);
            if (until is not null && until < published) read.Problems.Add(new("indicators.overlap-ends-later", nameof(form.UntilYear), Year(published.Value)));
            // What had ended before a published year does not begin again in it.
            if (until is not null && overlap.UntilYear is { } ended && until > ended && ended < published) read.Problems.Add(new("indicators.overlap-ends-later", nameof(form.UntilYear), Year(published.Value)));
            if (read.Problems.Count > 0) return new Result<Guid>(default, read.Problems);
            (overlap.UntilYear, overlap.Version) = (until, overlap.Version + 1);
        }
        return await data.SaveUnlessChanged(ct) ? id : MoveSubmission.Changed;
    }

    async Task<int?> LastPublished(string element, CancellationToken ct) =>
        (await data.PublishedValues.Where(v => v.ElementId == element).Select(v => v.Period).Distinct().ToListAsync(ct)).Select(p => (int?)p.Year).Max();

    static string Year(int year) => year.ToString(CultureInfo.InvariantCulture);
}
