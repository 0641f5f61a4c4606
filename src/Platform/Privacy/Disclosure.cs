using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Results;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Privacy;

/// <summary>What a clear look is for. A closed list, so that it can be counted, reviewed and shown to a guardian.</summary>
public enum LookPurpose { HandleCase, CheckBenefit, AnswerGuardian, LegalRequest, CorrectRecord, DangerNow }

public enum DisclosureState { Asked, Granted, Refused }

/// <summary>
/// One post's wish to see one record clear: for a purpose, decided by somebody else, for a short while, and told to the guardian later. In danger the glass may be broken:
/// the look is granted at once, and judged afterwards.
/// </summary>
public sealed class Disclosure : IWish
{
    /// <summary>How long a granted look lasts.</summary>
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);
    public const int LongestReason = 300;

    public Guid Id { get; init; }

    /// <summary>The kind of record, as in <see cref="SightRule"/>, and the record.</summary>
    public string Kind { get; init; } = "";
    public Guid Subject { get; init; }

    /// <summary>Where the subject lives; decides whose business the decision is.</summary>
    public string RegionCode { get; init; } = "";

    /// <summary>Who the record is about, masked as the asker saw it.</summary>
    [Classified(DataClass.Sensitive)] public Secret? Label { get; set; }

    [Classified(DataClass.Sensitive)] public Secret? Reason { get; set; }
    public LookPurpose Purpose { get; set; }
    public Guid PersonId { get; init; }
    public Guid PostId { get; init; }
    public Guid UnitId { get; init; }
    public DateTime AskedAt { get; init; }
    public DisclosureState State { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    public DateTime? Until { get; private set; }

    /// <summary>The glass was broken: nobody was asked first.</summary>
    public bool Urgent { get; private set; }

    /// <summary>The judgement afterwards: was it right to break the glass?</summary>
    public bool? Justified { get; private set; }
    public int Version { get; private set; }

    public static Problem NotYours { get; } = new("platform.disclosure-not-yours");
    public static Problem Decided { get; } = new("platform.disclosure-decided");

    /// <summary>Who asks a second time means what was said last.</summary>
    public void AskAgain(LookPurpose purpose, Secret reason)
    {
        (Purpose, Reason) = (purpose, reason);
        Version++;
    }

    public void BreakGlass(DateTime now)
    {
        (State, Urgent, Until) = (DisclosureState.Granted, true, now + Lasts);
        Version++;
    }

    /// <summary>Nobody decides on their own wish, and nobody decides twice.</summary>
    public Result<Disclosure> Decide(bool grant, Guid by, DateTime now)
    {
        if (by == PersonId) return NotYours;
        if (State != DisclosureState.Asked) return Decided;
        (State, DecidedBy, DecidedAt, Until) = (grant ? DisclosureState.Granted : DisclosureState.Refused, by, now, grant ? now + Lasts : null);
        Version++;
        return this;
    }

    /// <summary>Judges a broken glass.</summary>
    public Result<Disclosure> Judge(bool justified, Guid by, DateTime now)
    {
        if (by == PersonId) return NotYours;
        if (!Urgent || Justified is not null) return Decided;
        (Justified, DecidedBy, DecidedAt) = (justified, by, now);
        Version++;
        return this;
    }

    sealed class Map : IEntityTypeConfiguration<Disclosure>
    {
        public void Configure(EntityTypeBuilder<Disclosure> builder)
        {
            builder.ToTable("platform_disclosure");
            builder.Property(d => d.Kind).HasMaxLength(60);
            builder.Property(d => d.RegionCode).HasMaxLength(12);
            builder.Property(d => d.Purpose).HasConversion<string>().HasMaxLength(20);
            builder.Property(d => d.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(d => d.Version).IsConcurrencyToken();
            builder.HasIndex(d => new { d.PostId, d.Kind, d.Until });
            builder.HasIndex(d => d.Subject);
            builder.HasIndex(d => new { d.State, d.AskedAt });
        }
    }
}
