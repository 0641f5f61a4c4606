using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Vault;

namespace OneMetre.Platform.Notices.Sending;

/// <summary>By which way people are told, outside the console, that something waits in it: a person's mail, or the robot of a unit's group chat.</summary>
public enum RouteKind { Mail, WeCom, DingTalk }

/// <summary>
/// Where somebody is told. A mail belongs to a person and follows the posts that the person holds; a robot belongs to a unit. Address is the mail, or the key that the robot was given; Signing is the secret with which DingTalk's
/// robot wants its messages signed. Nothing goes there before it was confirmed: a mail by the code that was sent to it, a robot by having taken a first message.
/// What is kept in the record is who gave, confirmed and took away which (<see cref="KeepRoute"/>), not each message.
/// </summary>
public sealed class NoticeRoute : INotAudited
{
    public Guid Id { get; init; }
    public RouteKind Kind { get; init; }
    public Guid? PersonId { get; init; }
    public Guid? UnitId { get; init; }

    [Classified(DataClass.Sensitive)]
    public Secret? Address { get; set; }

    [Classified(DataClass.Sensitive)]
    public Secret? Signing { get; set; }

    /// <summary>What a page shows of the address: l***@city.example, …4f2a.</summary>
    public string Shown { get; set; } = "";
    public string Language { get; set; } = "";
    public Guid? AddedBy { get; init; }
    public DateTime AddedAt { get; init; }
    public DateTime? ConfirmedAt { get; set; }

    /// <summary>SHA-256 over the row and the code that was sent; null once it has been used or spent.</summary>
    public string? Code { get; set; }
    public DateTime? CodeUntil { get; set; }
    public int CodeTries { get; set; }

    /// <summary>Notices up to here have been told, or were older than the route.</summary>
    public DateTime ToldTo { get; set; }
    public DateTime NextAt { get; set; }
    public DateTime? SentAt { get; set; }
    public int Failures { get; set; }

    /// <summary>It was taken away: the address is gone with it, and the row counts against a flood of codes for a day.</summary>
    public DateTime? EndedAt { get; set; }
    public int Version { get; set; }

    sealed class Map : IEntityTypeConfiguration<NoticeRoute>
    {
        public void Configure(EntityTypeBuilder<NoticeRoute> builder)
        {
            builder.ToTable("platform_notice_route");
            builder.Property(r => r.Kind).HasConversion<string>().HasMaxLength(12);
            builder.Property(r => r.Shown).HasMaxLength(120);
            builder.Property(r => r.Language).HasMaxLength(10);
            builder.Property(r => r.Code).HasMaxLength(64);
            builder.Property(r => r.Version).IsConcurrencyToken();
            builder.HasIndex(r => r.PersonId);
            builder.HasIndex(r => r.UnitId);
            builder.HasIndex(r => new { r.EndedAt, r.NextAt });
        }
    }
}
