using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;

namespace OneMetre.Platform.Notices;

/// <summary>A line for one post: what happened and where to go. The text is a code with arguments, so it is shown in the reader's language.</summary>
public sealed class Notice : INotAudited
{
    public Guid Id { get; init; }
    public Guid PostId { get; init; }
    public string Code { get; init; } = "";

    /// <summary>The text's arguments as a JSON array of strings; never personal data of a child.</summary>
    public string Args { get; init; } = "[]";
    public string Link { get; init; } = "";
    public DateTime At { get; init; }
    public DateTime? ReadAt { get; set; }

    /// <summary>Said to the unit, each post of it alike, and not to this post alone: what its group chat may be told too.</summary>
    public bool ToUnit { get; init; }

    sealed class Map : IEntityTypeConfiguration<Notice>
    {
        public void Configure(EntityTypeBuilder<Notice> builder)
        {
            builder.ToTable("platform_notice");
            builder.Property(n => n.Code).HasMaxLength(60);
            builder.Property(n => n.Link).HasMaxLength(200);
            builder.HasIndex(n => new { n.PostId, n.At });
            builder.HasIndex(n => new { n.PostId, n.ReadAt }); // the number on every page's bell
            builder.HasIndex(n => new { n.Link, n.Code }); // who has opened what they were told
        }
    }
}
