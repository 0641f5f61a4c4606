using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Time;

namespace OneMetre.Platform.Identity;

/// <summary>One natural person with one account. What the person may do comes only from the posts held.</summary>
public sealed class Person : IdentityUser<Guid>
{
    public string DisplayName { get; set; } = "";

    /// <summary>Set with every password that somebody else gave.</summary>
    public bool MustChangePassword { get; set; }

    /// <summary>An authenticator on a telephone has proved that it knows the key. The second factor may also be a passkey.</summary>
    public bool HasAuthenticator { get; set; }

    sealed class Map : IEntityTypeConfiguration<Person>
    {
        public void Configure(EntityTypeBuilder<Person> builder)
        {
            builder.ToTable("platform_person");
            builder.Property(p => p.DisplayName).HasMaxLength(80);
            builder.Property(p => p.UserName).HasMaxLength(80);
            builder.Property(p => p.NormalizedUserName).HasMaxLength(80);
            builder.Property(p => p.ConcurrencyStamp).IsConcurrencyToken();
            builder.HasIndex(p => p.NormalizedUserName).IsUnique();
        }
    }

    sealed class ClaimMap : IEntityTypeConfiguration<IdentityUserClaim<Guid>>
    {
        public void Configure(EntityTypeBuilder<IdentityUserClaim<Guid>> builder) => builder.ToTable("platform_person_claim").HasKey(c => c.Id);
    }

    sealed class LoginMap : IEntityTypeConfiguration<IdentityUserLogin<Guid>>
    {
        public void Configure(EntityTypeBuilder<IdentityUserLogin<Guid>> builder) =>
            builder.ToTable("platform_person_login").HasKey(l => new { l.LoginProvider, l.ProviderKey });
    }

    sealed class TokenMap : IEntityTypeConfiguration<IdentityUserToken<Guid>>
    {
        public void Configure(EntityTypeBuilder<IdentityUserToken<Guid>> builder) =>
            builder.ToTable("platform_person_token").HasKey(t => new { t.UserId, t.LoginProvider, t.Name });
    }
}

/// <summary>A place in a unit that gives rights: unit × region × role. People come and go; open items stay with the post.</summary>
public sealed class Post
{
    public Guid Id { get; init; }
    public Guid UnitId { get; init; }
    public RoleCode Role { get; init; }

    /// <summary>12 digits; the post sees the subtree below it.</summary>
    public string RegionCode { get; init; } = "";
    public string Title { get; set; } = "";

    public const int LongestTitle = 80;

    sealed class Map : IEntityTypeConfiguration<Post>
    {
        public void Configure(EntityTypeBuilder<Post> builder)
        {
            builder.ToTable("platform_post");
            builder.Property(p => p.Role).HasConversion<string>().HasMaxLength(20);
            builder.Property(p => p.RegionCode).HasMaxLength(12);
            builder.Property(p => p.Title).HasMaxLength(LongestTitle);
            builder.HasIndex(p => p.UnitId);
        }
    }
}

/// <summary>Who holds a post from when to when. The day in Until is the first day without rights.</summary>
public sealed class PostHolding : ITerm
{
    public Guid Id { get; init; }
    public Guid PostId { get; init; }
    public Guid PersonId { get; init; }
    public DateOnly From { get; init; }
    public DateOnly? Until { get; set; }

    sealed class Map : IEntityTypeConfiguration<PostHolding>
    {
        public void Configure(EntityTypeBuilder<PostHolding> builder)
        {
            builder.ToTable("platform_post_holding");
            builder.HasIndex(h => new { h.PersonId, h.From });
            builder.HasIndex(h => h.PostId);
        }
    }
}
