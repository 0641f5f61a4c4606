using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Platform.Vault;

/// <summary>
/// By which a sealed value can be found without being opened: a keyed hash of the whole value, or of each pair of neighbouring characters in it.
/// Who has the table alone can count how often a token recurs, and not say what it stands for.
/// </summary>
sealed class SearchToken : INotAudited
{
    /// <summary>table.column</summary>
    public string Field { get; init; } = "";

    /// <summary>The first eight bytes of the keyed hash.</summary>
    public long Token { get; init; }

    /// <summary>The row that holds the value.</summary>
    public Guid Owner { get; init; }

    /// <summary>No second row may have the same value.</summary>
    public bool Only { get; init; }

    sealed class Map : IEntityTypeConfiguration<SearchToken>
    {
        public void Configure(EntityTypeBuilder<SearchToken> builder)
        {
            builder.ToTable("platform_search_token").HasKey(t => new { t.Field, t.Token, t.Owner });
            builder.Property(t => t.Field).HasMaxLength(60);
            builder.HasIndex(t => t.Owner);
            builder.HasIndex(t => new { t.Field, t.Token }).IsUnique().HasFilter("\"Only\"").HasDatabaseName("IX_platform_search_token_only");
        }
    }
}
