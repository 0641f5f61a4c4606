using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Indicators.Rules;

namespace OneMetre.Indicators.Model;

/// <summary>An error stops a submission; a warning asks for a word of explanation.</summary>
enum CheckSeverity { Error, Warning }

/// <summary>A validation rule as data: an expression over data elements that holds for true figures, and what to say when it does not.</summary>
sealed class FigureCheck
{
    public string Id { get; init; } = "";
    public string Expression { get; set; } = "";
    public CheckSeverity Severity { get; set; }
    public string Message { get; set; } = "";
    public string MessageEn { get; set; } = "";
    public string? Note { get; set; }

    /// <summary>Switched off by the city; a newer edition of the product leaves it off.</summary>
    public bool Disabled { get; set; }
    public int Version { get; set; }

    /// <summary>The warning that it raises over accepted figures: a figure that is last year's to the last digit is not a contradiction but perhaps a copy (W10, domain reference §3.3).</summary>
    public WarningRule Warns => Id.StartsWith("copied-", StringComparison.Ordinal) ? WarningRule.Copied : WarningRule.LogicClash;

    public void Become(FigureCheck newer) => (Expression, Severity, Message, MessageEn, Note) = (newer.Expression, newer.Severity, newer.Message, newer.MessageEn, newer.Note);

    sealed class Map : IEntityTypeConfiguration<FigureCheck>
    {
        public void Configure(EntityTypeBuilder<FigureCheck> builder)
        {
            builder.ToTable("indicators_check");
            builder.Ignore(c => c.Warns);
            builder.Property(c => c.Id).HasMaxLength(40);
            builder.Property(c => c.Expression).HasMaxLength(2000);
            builder.Property(c => c.Severity).HasConversion<string>().HasMaxLength(10);
            builder.Property(c => c.Message).HasMaxLength(200);
            builder.Property(c => c.MessageEn).HasMaxLength(240);
            builder.Property(c => c.Note).HasMaxLength(400);
            builder.Property(c => c.Version).IsConcurrencyToken();
        }
    }
}
