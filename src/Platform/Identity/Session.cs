using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Platform.Identity;

/// <summary>One browser in which one person has signed in. Ended here, the cookie in that browser, and any copy of it, opens nothing.</summary>
public sealed class Session : INotAudited
{
    /// <summary>The claim in the cookie that names the session.</summary>
    public const string Claim = "sid";

    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public DateTime StartedAt { get; init; }
    public DateTime SeenAt { get; set; }
    public DateTime? EndedAt { get; set; }

    /// <summary>Network address and browser at sign-in, for the person to know the place again.</summary>
    public string Address { get; init; } = "";
    public string Device { get; init; } = "";

    sealed class Map : IEntityTypeConfiguration<Session>
    {
        public void Configure(EntityTypeBuilder<Session> builder)
        {
            builder.ToTable("platform_session");
            builder.Property(s => s.Address).HasMaxLength(45);
            builder.Property(s => s.Device).HasMaxLength(60);
            builder.HasIndex(s => new { s.PersonId, s.StartedAt });
        }
    }
}
