using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Indicators.Model;

/// <summary>What the city writes around the figures of its monitoring reports; without one, or with an empty one, the product's own words stand. Id: "year", or "part" for what lies within a year.</summary>
sealed class ReportTemplate
{
    public const int LongestText = 20_000;

    public string Id { get; init; } = "";
    public string Text { get; set; } = "";
    public string ChangedBy { get; set; } = "";
    public DateTime ChangedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<ReportTemplate>
    {
        public void Configure(EntityTypeBuilder<ReportTemplate> builder)
        {
            builder.ToTable("indicators_report_template");
            builder.Property(t => t.Id).HasMaxLength(10);
            builder.Property(t => t.Text).HasMaxLength(LongestText);
            builder.Property(t => t.ChangedBy).HasMaxLength(80);
            builder.Property(t => t.Version).IsConcurrencyToken();
        }
    }
}
