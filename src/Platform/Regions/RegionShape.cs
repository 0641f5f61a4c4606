using System.Globalization;
using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;

namespace OneMetre.Platform.Regions;

/// <summary>A place in degrees.</summary>
public readonly record struct GeoPoint(double Lon, double Lat);

/// <summary>The outline of a region: outer rings and holes (even–odd), each closed; At lies inside, for its name.</summary>
public sealed record RegionOutline(IReadOnlyList<IReadOnlyList<GeoPoint>> Rings, GeoPoint At)
{
    /// <summary>Five places after the point are a metre.</summary>
    const int Digits = 5;

    public string Write()
    {
        static double[] Pair(GeoPoint p) => [Math.Round(p.Lon, Digits), Math.Round(p.Lat, Digits)];
        return JsonSerializer.Serialize(new { at = Pair(At), rings = Rings.Select(r => r.Select(Pair)) });
    }

    public static RegionOutline Read(string text)
    {
        static GeoPoint Point(JsonElement pair) => new(pair[0].GetDouble(), pair[1].GetDouble());
        using var json = JsonDocument.Parse(text);
        return new([.. json.RootElement.GetProperty("rings").EnumerateArray().Select(r => (IReadOnlyList<GeoPoint>)[.. r.EnumerateArray().Select(Point)])], Point(json.RootElement.GetProperty("at")));
    }
}

/// <summary>How one region is drawn. The whole map is brought in at once and put down in the record as one act.</summary>
sealed class RegionShape : INotAudited
{
    public const int LongestSource = 200;

    public string RegionCode { get; init; } = "";

    /// <summary>As <see cref="RegionOutline.Write"/> writes it.</summary>
    public string Outline { get; init; } = "";

    /// <summary>Who drew the map and under which approval (审图号); stands under every drawing of it.</summary>
    public string Source { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<RegionShape>
    {
        public void Configure(EntityTypeBuilder<RegionShape> builder)
        {
            builder.ToTable("platform_region_shape");
            builder.HasKey(s => s.RegionCode);
            builder.Property(s => s.RegionCode).HasMaxLength(12);
            builder.Property(s => s.Source).HasMaxLength(LongestSource);
        }
    }
}

/// <summary>The outlines of some regions, and the words that have to stand under a map of them.</summary>
public sealed record RegionMap(IReadOnlyDictionary<string, RegionOutline> Outlines, string Source)
{
    /// <summary>One region alone is no map.</summary>
    public bool Any => Outlines.Count > 1;
}

/// <summary>The door to the shapes of regions: to draw them, and to put a new map in the place of the old.</summary>
#pragma warning disable RS0030 // This is the door.
public sealed class RegionShapes(CityDb db, AuditLog audit)
{
    public async Task<RegionMap> Of(IReadOnlyCollection<string> codes, CancellationToken ct)
    {
        var found = await db.Set<RegionShape>().AsNoTracking().Where(s => codes.Contains(s.RegionCode)).OrderBy(s => s.RegionCode).ToListAsync(ct);
        return new(found.ToDictionary(s => s.RegionCode, s => RegionOutline.Read(s.Outline), StringComparer.Ordinal), string.Join("；", found.Select(s => s.Source).Distinct()));
    }

    /// <summary>The codes of the regions of today.</summary>
    public async Task<IReadOnlySet<string>> Codes(CancellationToken ct) => (await db.Set<Region>().Where(r => r.ValidTo == null).Select(r => r.Code).ToListAsync(ct)).ToHashSet(StringComparer.Ordinal);

    /// <summary>Replaces the whole map, as one act in the record.</summary>
    public async Task Replace(IReadOnlyDictionary<string, RegionOutline> outlines, string source, CancellationToken ct)
    {
        await using var transaction = await db.Database.BeginTransactionAsync(ct);
        await db.Set<RegionShape>().ExecuteDeleteAsync(ct);
        db.AddRange(outlines.Select(o => new RegionShape { RegionCode = o.Key, Outline = o.Value.Write(), Source = source }));
        await audit.Note(AuditKind.Write, "platform_region_shape", "", "shapes", new { Regions = outlines.Count.ToString(CultureInfo.InvariantCulture), Source = source }, ct: ct);
        await db.SaveChangesAsync(ct);
        await transaction.CommitAsync(ct);
    }
}
