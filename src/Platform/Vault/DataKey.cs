using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Privacy;

namespace OneMetre.Platform.Vault;

/// <summary>What a data key is for: the values themselves, or the tokens by which they are found.</summary>
public enum KeyUse { Values, Finding }

/// <summary>One key of this city for one class of data, wrapped by the keeper of the master key. The newest of a class and use is written with; all are read with until retired.</summary>
public sealed class DataKey : INotAudited
{
    /// <summary>Stored in every value sealed with it: 1, 2, 3 …</summary>
    public int Id { get; init; }
    public DataClass Class { get; init; }
    public KeyUse Use { get; init; }
    public byte Suite { get; init; }
    public byte[] Wrapped { get; set; } = [];

    /// <summary>The keeper that wrapped it.</summary>
    public string Keeper { get; set; } = "";
    public DateTime MadeAt { get; init; }

    /// <summary>Set when a newer key took its place and every value was sealed anew: nothing is sealed with it any more, backups from before still need it.</summary>
    public DateTime? RetiredAt { get; set; }

    internal string About => $"{Id} {Class} {Use} {Suite}";

    sealed class Map : IEntityTypeConfiguration<DataKey>
    {
        public void Configure(EntityTypeBuilder<DataKey> builder)
        {
            builder.ToTable("platform_data_key");
            builder.Property(k => k.Id).ValueGeneratedNever();
            builder.Property(k => k.Class).HasConversion<string>().HasMaxLength(10);
            builder.Property(k => k.Use).HasConversion<string>().HasMaxLength(10);
            builder.Property(k => k.Keeper).HasMaxLength(40);
        }
    }
}
