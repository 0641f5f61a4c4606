using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Units;

/// <summary>A body that can be given a task: a department, a government, a mass organisation. Names change by reform; the row stays.</summary>
public sealed class Unit
{
    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public string ShortName { get; set; } = "";
    public string RegionCode { get; init; } = "";
    public DateOnly ValidFrom { get; init; }
    public DateOnly? ValidTo { get; set; }
    public int SortOrder { get; set; }

    sealed class Map : IEntityTypeConfiguration<Unit>
    {
        public void Configure(EntityTypeBuilder<Unit> builder)
        {
            builder.ToTable("platform_unit");
            builder.Property(u => u.Name).HasMaxLength(120);
            builder.Property(u => u.ShortName).HasMaxLength(80);
            builder.Property(u => u.RegionCode).HasMaxLength(12);
            builder.HasIndex(u => new { u.RegionCode, u.Name }).IsUnique();
        }
    }
}

/// <summary>Another name under which documents print a unit or a group: 市卫健委 for 市卫生健康委员会. One alias means one body in a region.</summary>
public sealed class UnitAlias
{
    public Guid Id { get; init; }
    public Guid? UnitId { get; init; }
    public Guid? GroupId { get; init; }
    public string RegionCode { get; init; } = "";
    public string Name { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<UnitAlias>
    {
        public void Configure(EntityTypeBuilder<UnitAlias> builder)
        {
            builder.ToTable("platform_unit_alias");
            builder.Property(a => a.Name).HasMaxLength(120);
            builder.Property(a => a.RegionCode).HasMaxLength(12);
            builder.HasIndex(a => new { a.RegionCode, a.Name }).IsUnique();
            builder.HasIndex(a => a.UnitId);
        }
    }
}

/// <summary>A phrase that stands for a set of units: 各级政府, 成员单位. It expands to whoever belongs on the day, and is never flattened to text.</summary>
public sealed class UnitGroup
{
    public Guid Id { get; init; }
    public string Name { get; set; } = "";
    public string RegionCode { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<UnitGroup>
    {
        public void Configure(EntityTypeBuilder<UnitGroup> builder)
        {
            builder.ToTable("platform_unit_group");
            builder.Property(g => g.Name).HasMaxLength(120);
            builder.Property(g => g.RegionCode).HasMaxLength(12);
            builder.HasIndex(g => new { g.RegionCode, g.Name }).IsUnique();
        }
    }
}

/// <summary>One unit's time in a group; Until is the first day out of it.</summary>
public sealed class UnitGroupMember : ITerm
{
    public Guid Id { get; init; }
    public Guid GroupId { get; init; }
    public Guid UnitId { get; init; }
    public DateOnly From { get; init; }
    public DateOnly? Until { get; set; }

    sealed class Map : IEntityTypeConfiguration<UnitGroupMember>
    {
        public void Configure(EntityTypeBuilder<UnitGroupMember> builder)
        {
            builder.ToTable("platform_unit_group_member");
            builder.HasIndex(m => new { m.GroupId, m.UnitId, m.From }).IsUnique();
            builder.HasIndex(m => m.UnitId);
        }
    }
}
