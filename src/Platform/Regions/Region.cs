using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Platform.Regions;

public enum RegionLevel { Province, City, County, Township, Village }

/// <summary>What kind of place a region is. A functional zone (开发区, 高新区) acts like a county in plans but has no code of GB/T 2260.</summary>
public enum RegionKind { Ordinary, FunctionalZone }

/// <summary>
/// A 12-digit area code (GB/T 2260 and the statistical 12-digit extension): 2 province, 2 city, 2 county, 3 township, 3 village.
/// A string, never a number; trailing zeros mean an upper level.
/// </summary>
public static class RegionCode
{
    static readonly int[] Ends = [2, 4, 6, 9, 12];

    public static bool IsValid(string? code) => code is { Length: 12 } && code.All(char.IsAsciiDigit) && code[..2] != "00";

    /// <summary>The digits that a region and everything below it share: 371502000000 → 371502.</summary>
    public static string Prefix(string code) => code[..Ends[(int)Level(code)]];

    public static RegionLevel Level(string code)
    {
        for (var level = RegionLevel.Village; level > RegionLevel.Province; level--)
            if (code[Ends[(int)level - 1]..Ends[(int)level]].Any(d => d != '0')) return level;
        return RegionLevel.Province;
    }

    /// <summary>The level whose regions share a prefix of this length; an empty one covers everything.</summary>
    public static RegionLevel LevelOfPrefix(string prefix) => (RegionLevel)Math.Max(0, Array.IndexOf(Ends, prefix.Length));

    /// <summary>True when <paramref name="code"/> is <paramref name="upper"/> or lies below it.</summary>
    public static bool Covers(string upper, string code) => code.StartsWith(Prefix(upper), StringComparison.Ordinal);
}

/// <summary>A province, city, county, township or village for as long as it exists under one code. A merged township keeps its history and names its successor.</summary>
public sealed class Region
{
    public Guid Id { get; init; }
    public string Code { get; init; } = "";
    public string Name { get; init; } = "";
    public RegionLevel Level { get; init; }
    public RegionKind Kind { get; init; }
    public string? ParentCode { get; init; }
    public DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; set; }
    public string? SuccessorCode { get; set; }

    sealed class Map : IEntityTypeConfiguration<Region>
    {
        public void Configure(EntityTypeBuilder<Region> builder)
        {
            builder.ToTable("platform_region");
            builder.Property(r => r.Code).HasMaxLength(12);
            builder.Property(r => r.ParentCode).HasMaxLength(12);
            builder.Property(r => r.SuccessorCode).HasMaxLength(12);
            builder.Property(r => r.Name).HasMaxLength(80);
            builder.Property(r => r.Level).HasConversion<string>().HasMaxLength(10);
            builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(16);
            builder.HasIndex(r => new { r.Code, r.ValidFrom }).IsUnique();
            builder.HasIndex(r => r.ParentCode);
        }
    }
}
