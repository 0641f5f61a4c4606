using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;

namespace OneMetre.Protection.Model;

enum Sex { Girl, Boy, Unknown }

/// <summary>By what paper a child is known. Not every child has a household registration yet.</summary>
enum IdKind { None, ResidentId, BirthCertificate, ResidencePermit, Passport }

/// <summary>
/// One child in the register of children in difficulty (困境儿童信息台账, domain reference §1.4): who they are, where they live, and when somebody last made sure. One child, one file.
/// Everything that says who the child is lies sealed; what stays in clear is what rows are chosen and counted by.
/// </summary>
sealed class Child
{
    /// <summary>As <see cref="SightRule"/> and the audit name it.</summary>
    public const string Kind = "protection.child";
    public const int LongestName = 60, LongestAddress = 120;

    public Guid Id { get; init; }

    /// <summary>12 digits, of the village where the child lives.</summary>
    public string RegionCode { get; set; } = "";

    /// <summary>The school that the child attends, as a unit of the register.</summary>
    public Guid? SchoolId { get; set; }

    [Classified(DataClass.Sensitive, Mask.PersonName, Find = Find.Parts)] public Secret Name { get; set; } = null!;
    [Classified(DataClass.Sensitive, Mask.IdNumber, Find = Find.Only)] public Secret? IdNumber { get; set; }
    public IdKind IdKind { get; set; }

    /// <summary>yyyy-MM-dd.</summary>
    [Classified(DataClass.Sensitive, Mask.Day)] public Secret BirthDay { get; set; } = null!;
    [Classified(DataClass.Sensitive)] public int BirthYear { get; set; }
    [Classified(DataClass.Sensitive)] public Sex Sex { get; set; }
    [Classified(DataClass.Sensitive)] public Secret? Address { get; set; }

    public DateTime RegisteredAt { get; init; }

    /// <summary>The day on which somebody last confirmed that the file is right; it grows stale after 92 days (refreshed at least once each quarter, S4).</summary>
    public DateOnly VerifiedOn { get; set; }

    /// <summary>The file was closed on this day: grown up, moved away, or entered by mistake. Retention runs from here.</summary>
    public DateOnly? ClosedOn { get; set; }
    public int Version { get; set; }

    public const int StaleAfterDays = 92, SoonStaleAfterDays = 75;

    sealed class Map : IEntityTypeConfiguration<Child>
    {
        public void Configure(EntityTypeBuilder<Child> builder)
        {
            builder.ToTable("protection_child");
            builder.Property(c => c.RegionCode).HasMaxLength(12);
            builder.Property(c => c.IdKind).HasConversion<string>().HasMaxLength(20);
            builder.Property(c => c.Sex).HasConversion<string>().HasMaxLength(10);
            builder.Property(c => c.Version).IsConcurrencyToken();
            builder.HasIndex(c => new { c.RegionCode, c.RegisteredAt });
            builder.HasIndex(c => c.SchoolId);
        }
    }
}

/// <summary>The groups of domain reference §1.1. They overlap: one child may be in several.</summary>
enum ChildGroup { Orphan, DeFactoUnattended, InDifficulty, LeftBehind, Migrant, PriorityVisit, Street, Disabled }

/// <summary>That a child belongs to a group, from a day until a day. Never deleted while the file lives: a group that has ended keeps its days.</summary>
sealed class ChildLabel
{
    public Guid Id { get; init; }
    public Guid ChildId { get; init; }
    [Classified(DataClass.Sensitive)] public ChildGroup Group { get; init; }
    public DateOnly From { get; init; }

    /// <summary>The first day on which the child no longer belongs to the group.</summary>
    public DateOnly? Until { get; set; }

    sealed class Map : IEntityTypeConfiguration<ChildLabel>
    {
        public void Configure(EntityTypeBuilder<ChildLabel> builder)
        {
            builder.ToTable("protection_label");
            builder.Property(l => l.Group).HasConversion<string>().HasMaxLength(20);
            builder.HasIndex(l => new { l.ChildId, l.Group });
        }
    }
}

enum Kinship { Mother, Father, Grandparent, Relative, Delegate, Institution }

/// <summary>Who answers for a child: a parent, a relative, a delegate with a signed confirmation, or an institution.</summary>
sealed class Guardian
{
    public const int LongestPhone = 30;

    public Guid Id { get; init; }
    public Guid ChildId { get; init; }
    [Classified(DataClass.Sensitive, Mask.PersonName)] public Secret Name { get; set; } = null!;
    [Classified(DataClass.Sensitive, Mask.Phone, Find = Find.Whole)] public Secret? Phone { get; set; }
    [Classified(DataClass.Sensitive)] public Kinship Kinship { get; set; }

    sealed class Map : IEntityTypeConfiguration<Guardian>
    {
        public void Configure(EntityTypeBuilder<Guardian> builder)
        {
            builder.ToTable("protection_guardian");
            builder.Property(g => g.Kinship).HasConversion<string>().HasMaxLength(12);
            builder.HasIndex(g => g.ChildId);
        }
    }
}

/// <summary>What a guardian may agree to. The register itself rests on a statutory duty, and a refusal here never blocks it (domain reference §8.1).</summary>
enum ConsentScope { ShareWithSchool, ShareWithHospital, Photos, Activities, Messages }

/// <summary>A guardian's consent in one version of its text; withdrawn as easily as it was given.</summary>
sealed class Consent
{
    public Guid Id { get; init; }
    public Guid ChildId { get; init; }
    public Guid GuardianId { get; init; }
    public ConsentScope Scope { get; init; }

    /// <summary>The version of the text that was read and agreed to.</summary>
    public string TextVersion { get; init; } = "";
    public DateOnly GivenOn { get; init; }
    public DateOnly? WithdrawnOn { get; set; }

    sealed class Map : IEntityTypeConfiguration<Consent>
    {
        public void Configure(EntityTypeBuilder<Consent> builder)
        {
            builder.ToTable("protection_consent");
            builder.Property(c => c.Scope).HasConversion<string>().HasMaxLength(20);
            builder.Property(c => c.TextVersion).HasMaxLength(20);
            builder.HasIndex(c => new { c.ChildId, c.Scope });
        }
    }
}
