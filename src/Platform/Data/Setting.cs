using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Platform.Data;

/// <summary>One choice that a city makes: its name and region, the thresholds of the lights. Value is JSON.</summary>
public sealed class Setting
{
    public string Key { get; init; } = "";
    public string Value { get; set; } = "";

    sealed class Map : IEntityTypeConfiguration<Setting>
    {
        public void Configure(EntityTypeBuilder<Setting> builder)
        {
            builder.ToTable("platform_setting");
            builder.HasKey(s => s.Key);
            builder.Property(s => s.Key).HasMaxLength(60);
        }
    }
}
