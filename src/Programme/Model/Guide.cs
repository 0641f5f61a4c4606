using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Results;

namespace OneMetre.Programme.Model;

/// <summary>Who issued a guide (建设指引、标准): the state, an industry, a province, the city itself.</summary>
enum GuideLevel { National, Industry, Province, City }

/// <summary>A version of a guide is drafted, in force, replaced by a later one, or repealed. Only drafts change.</summary>
enum GuideState { Draft, InForce, Replaced, Repealed }

/// <summary>How a clause is checked: yes or no, a measure of at least or at most so much, or a count that is only written down.</summary>
enum ClauseCheck { YesNo, AtLeast, AtMost, Count }

/// <summary>One version of a guide or standard for the building of places and services for children. What a place was checked by stays as it was.</summary>
sealed class Guide
{
    public const int LongestTitle = 120, LongestCode = 60, LongestIssuer = 80, LongestAbout = 2_000, LongestAddress = 300, MostClauses = 300;

    public Guid Id { get; init; }

    /// <summary>The same for all versions of one guide.</summary>
    public Guid SeriesId { get; init; }

    /// <summary>1, 2, 3 … within the series.</summary>
    public int Number { get; init; }
    public GuideLevel Level { get; set; }

    /// <summary>What it is for, as checklists are: the checklists that come of it are of this kind.</summary>
    public ChecklistKind For { get; set; }
    public string Title { get; set; } = "";

    /// <summary>The number of the standard or document, as printed.</summary>
    public string Code { get; set; } = "";
    public string Issuer { get; set; } = "";
    public string About { get; set; } = "";

    /// <summary>Where it is published: a web address.</summary>
    public string? Address { get; set; }
    public string? FileSha256 { get; set; }
    public string? FileName { get; set; }
    public long FileSize { get; set; }
    public GuideState State { get; set; }
    public DateOnly? From { get; set; }

    /// <summary>The first day on which it is not in force any more.</summary>
    public DateOnly? Until { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<Guide>
    {
        public void Configure(EntityTypeBuilder<Guide> builder)
        {
            builder.ToTable("programme_guide");
            builder.Property(g => g.Level).HasConversion<string>().HasMaxLength(12);
            builder.Property(g => g.For).HasConversion<string>().HasMaxLength(16);
            builder.Property(g => g.State).HasConversion<string>().HasMaxLength(12);
            builder.Property(g => g.Title).HasMaxLength(LongestTitle);
            builder.Property(g => g.Code).HasMaxLength(LongestCode);
            builder.Property(g => g.Issuer).HasMaxLength(LongestIssuer);
            builder.Property(g => g.About).HasMaxLength(LongestAbout);
            builder.Property(g => g.Address).HasMaxLength(LongestAddress);
            builder.Property(g => g.FileSha256).HasMaxLength(64);
            builder.Property(g => g.FileName).HasMaxLength(200);
            builder.Property(g => g.Version).IsConcurrencyToken();
            builder.HasIndex(g => new { g.SeriesId, g.Number }).IsUnique();
            // One version of a series is in force, also when two people put one into force at the same moment.
            builder.HasIndex(g => g.SeriesId).IsUnique().HasFilter("\"State\" = 'InForce'").HasDatabaseName("IX_programme_guide_in_force");
        }
    }
}

/// <summary>One requirement of a guide, as it can be checked at a place.</summary>
sealed partial class GuideClause
{
    public const int LongestNumber = 20, LongestText = 160, LongestUnit = 10;

    public Guid Id { get; init; }
    public Guid GuideId { get; init; }
    public int SortOrder { get; set; }

    /// <summary>As printed: 4.2.1, 第五条.</summary>
    public string Number { get; set; } = "";
    public string Text { get; set; } = "";

    /// <summary>Without it the place does not pass.</summary>
    public bool Must { get; set; }
    public ClauseCheck Check { get; set; }

    /// <summary>Of a measure; at most four decimals.</summary>
    public decimal? Limit { get; set; }
    public string? MeasureUnit { get; set; }

    /// <summary>是否, 计数, ≥ 1.5 米: how it is checked, as it is typed and printed.</summary>
    public string Rule => Check switch
    {
        ClauseCheck.AtLeast => $"≥ {Limit!.Value.ToString("0.####", CultureInfo.InvariantCulture)} {MeasureUnit}".TrimEnd(),
        ClauseCheck.AtMost => $"≤ {Limit!.Value.ToString("0.####", CultureInfo.InvariantCulture)} {MeasureUnit}".TrimEnd(),
        ClauseCheck.Count => "计数",
        _ => "是否",
    };

    /// <summary>Reads what is typed there; null when it is none of them. ≥ and 不小于, 不低于, 不少于, 至少; ≤ and 不大于, 不高于, 不超过, 至多.</summary>
    public static (ClauseCheck Check, decimal? Limit, string? MeasureUnit)? ReadRule(string? typed)
    {
        var text = (typed ?? "").Normalize(System.Text.NormalizationForm.FormKC).Trim();
        if (text is "" or "是否" or "是/否" or "yes/no" or "yes-no") return (ClauseCheck.YesNo, null, null);
        if (text is "计数" or "数量" or "count") return (ClauseCheck.Count, null, null);
        if (Measured().Match(text) is not { Success: true } m || !decimal.TryParse(m.Groups[2].Value, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var limit) || limit > 1_000_000) return null;
        var unit = m.Groups[3].Value.Trim();
        return unit.Length > LongestUnit || PlainText.HasUnseen(unit) ? null : (m.Groups[1].Value is "≥" or ">=" or "不小于" or "不低于" or "不少于" or "至少" ? ClauseCheck.AtLeast : ClauseCheck.AtMost, limit, unit.Length == 0 ? null : unit);
    }

    /// <summary>The question of a checklist: the requirement with its measure.</summary>
    public string Asked => Check switch
    {
        ClauseCheck.AtLeast or ClauseCheck.AtMost => $"{Text}（{Rule}）",
        ClauseCheck.Count => $"{Text}（记录数量）",
        _ => Text,
    };

    [GeneratedRegex(@"^(≥|>=|≤|<=|不小于|不低于|不少于|至少|不大于|不高于|不超过|至多)\s*([0-9]{1,7}(?:\.[0-9]{1,4})?)\s*([^0-9|]*)$")]
    private static partial Regex Measured();

    sealed class Map : IEntityTypeConfiguration<GuideClause>
    {
        public void Configure(EntityTypeBuilder<GuideClause> builder)
        {
            builder.ToTable("programme_guide_clause");
            builder.Ignore(c => c.Rule).Ignore(c => c.Asked);
            builder.Property(c => c.Number).HasMaxLength(LongestNumber);
            builder.Property(c => c.Text).HasMaxLength(LongestText);
            builder.Property(c => c.Check).HasConversion<string>().HasMaxLength(8);
            builder.Property(c => c.MeasureUnit).HasMaxLength(LongestUnit);
            builder.HasIndex(c => new { c.GuideId, c.SortOrder });
        }
    }
}
