using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Vault;

namespace OneMetre.Protection.Model;

enum ExportState { Asked, Refused, Granted, Made, Ended }

/// <summary>Why an export is over: its time, its last download, a child in it erased, the asker's right gone, or more rows at making than may leave.</summary>
enum ExportEnd { Time, Count, Erased, NoRight, TooMany }

/// <summary>What of a child may stand in an export, in the order of the sheet.</summary>
[Flags]
enum ExportColumns { Name = 1, Sex = 2, BirthDay = 4, IdNumber = 8, Village = 16, Address = 32, School = 64, Groups = 128, Guardian = 256, Phone = 512, Verified = 1024 }

/// <summary>
/// One post's wish to take rows of the register out as a file: for a purpose, decided by somebody else, made once with the asker's own rights, and gone after a day or a few downloads.
/// </summary>
sealed class Export : IWish
{
    /// <summary>How long a wish waits for its decision, and how long a granted one lives: until it is made, and from then once more.</summary>
    public static readonly TimeSpan DecidedWithin = TimeSpan.FromHours(72), Lives = TimeSpan.FromHours(24);
    public const int MostDownloads = 3, LongestReason = 300;

    public Guid Id { get; init; }
    public Guid PersonId { get; init; }
    public Guid PostId { get; init; }
    public Guid UnitId { get; init; }

    /// <summary>12 digits, of the post that asked.</summary>
    public string RegionCode { get; init; } = "";
    public LookPurpose Purpose { get; init; }
    [Classified(DataClass.Sensitive)] public Secret? Reason { get; set; }

    // Which rows: those of a group, those grown stale, those whom words name.
    public ChildGroup? Group { get; init; }
    public bool Stale { get; init; }
    [Classified(DataClass.Sensitive)] public Secret? Words { get; set; }
    public ExportColumns Columns { get; init; }

    /// <summary>Asked for without masks, as far as the asker sees the rows clear.</summary>
    public bool Clear { get; init; }

    /// <summary>As counted when it was asked for; once it is made, as it is.</summary>
    public int Rows { get; private set; }

    /// <summary>In which the file is written: zh-CN or en.</summary>
    public string Language { get; init; } = "";
    public DateTime AskedAt { get; init; }
    public ExportState State { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public DateTime? DecidedAt { get; private set; }
    [Classified(DataClass.Sensitive)] public Secret? Answer { get; set; }

    /// <summary>When it is over, whatever its state.</summary>
    public DateTime Until { get; private set; }
    public DateTime? MadeAt { get; private set; }

    /// <summary>Of the archive, until it has been shown.</summary>
    [Classified(DataClass.Sensitive)] public Secret? Password { get; private set; }
    public DateTime? ShownAt { get; private set; }
    public int Downloads { get; private set; }
    public ExportEnd? End { get; private set; }
    public DateTime? EndedAt { get; private set; }
    public int Version { get; private set; }

    /// <summary>What people call it, on the screen, in the file and in each of its rows: the day it was asked for, and the end of its id.</summary>
    public string Number => string.Create(CultureInfo.InvariantCulture, $"{ChinaTime.DayOf(AskedAt):yyyyMMdd}-{Id.ToString("N")[24..].ToUpperInvariant()}");

    public static Problem NotYours { get; } = new("protection.export-not-yours");
    public static Problem Decided { get; } = new("protection.export-decided");
    public static Problem Gone { get; } = new("protection.export-gone");
    public static Problem ShownBefore { get; } = new("protection.export-shown-before");

    /// <summary>What its state is at a moment: time does not wait for whoever cleans up.</summary>
    public ExportState StateAt(DateTime now) => State is ExportState.Asked or ExportState.Granted or ExportState.Made && now >= Until ? ExportState.Ended : State;

    public void Ask(int rows, DateTime now) => (State, Rows, Until) = (ExportState.Asked, rows, now + DecidedWithin);

    /// <summary>Nobody decides on their own wish, and nobody decides twice. A refusal says why.</summary>
    public Result<Export> Decide(bool grant, string? answer, Guid by, DateTime now)
    {
        if (by == PersonId) return NotYours;
        if (StateAt(now) != ExportState.Asked) return Decided;
        if (answer?.Length > LongestReason || (!grant && string.IsNullOrWhiteSpace(answer))) return new Problem("protection.export-no-answer", "Reason", LongestReason);
        (State, DecidedBy, DecidedAt, Answer, Until) = (grant ? ExportState.Granted : ExportState.Refused, by, now, Secret.Of(answer), now + Lives);
        if (!grant) Words = null;
        Version++;
        return this;
    }

    public void Make(int rows, string password, DateTime now)
    {
        (State, Rows, Password, MadeAt, Until, Words) = (ExportState.Made, rows, Secret.Of(password), now, now + Lives, null);
        Version++;
    }

    /// <summary>Gives the password out, once; from then on nothing here holds it.</summary>
    public Result<Secret> Show(DateTime now)
    {
        if (StateAt(now) != ExportState.Made) return Gone;
        if (Password is not { } password) return ShownBefore;
        (Password, ShownAt) = (null, now);
        Version++;
        return password;
    }

    /// <summary>Counts one download. The password comes first: nobody shall use up the file before they can open it.</summary>
    public Result<Export> Take(DateTime now)
    {
        if (StateAt(now) != ExportState.Made) return Gone;
        if (ShownAt is null) return new Problem("protection.export-password-first");
        Downloads++;
        Version++;
        return this;
    }

    public void Die(ExportEnd why, DateTime now)
    {
        (State, End, EndedAt, Password, Words) = (ExportState.Ended, why, now, null, null);
        Version++;
    }

    sealed class Map : IEntityTypeConfiguration<Export>
    {
        public void Configure(EntityTypeBuilder<Export> builder)
        {
            builder.ToTable("protection_export");
            builder.Property(e => e.RegionCode).HasMaxLength(12);
            builder.Property(e => e.Purpose).HasConversion<string>().HasMaxLength(20);
            builder.Property(e => e.Group).HasConversion<string>().HasMaxLength(20);
            builder.Property(e => e.Columns).HasConversion<string>().HasMaxLength(120);
            builder.Property(e => e.Language).HasMaxLength(10);
            builder.Property(e => e.State).HasConversion<string>().HasMaxLength(10);
            builder.Property(e => e.End).HasConversion<string>().HasMaxLength(10);
            builder.Property(e => e.Version).IsConcurrencyToken();
            builder.HasIndex(e => new { e.PersonId, e.AskedAt });
            builder.HasIndex(e => new { e.UnitId, e.AskedAt });
            builder.HasIndex(e => new { e.State, e.Until });
        }
    }
}

/// <summary>That a child stood in an export: kept when the file is gone, so that a guardian can be told; goes with the child.</summary>
sealed class ExportedChild : INotAudited
{
    public Guid ExportId { get; init; }
    public Guid ChildId { get; init; }

    sealed class Map : IEntityTypeConfiguration<ExportedChild>
    {
        public void Configure(EntityTypeBuilder<ExportedChild> builder)
        {
            builder.ToTable("protection_exported_child").HasKey(x => new { x.ExportId, x.ChildId });
            builder.HasOne<Export>().WithMany().HasForeignKey(x => x.ExportId).OnDelete(DeleteBehavior.Restrict);
            builder.HasOne<Child>().WithMany().HasForeignKey(x => x.ChildId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}

/// <summary>The encrypted file of an export, for as long as it lives. In the database and not among the files by content: those are never deleted.</summary>
sealed class ExportArchive : INotAudited
{
    public Guid ExportId { get; init; }
    [Classified(DataClass.Sensitive)] public byte[] Bytes { get; init; } = [];

    sealed class Map : IEntityTypeConfiguration<ExportArchive>
    {
        public void Configure(EntityTypeBuilder<ExportArchive> builder)
        {
            builder.ToTable("protection_export_archive").HasKey(a => a.ExportId);
            builder.HasOne<Export>().WithOne().HasForeignKey<ExportArchive>(a => a.ExportId).OnDelete(DeleteBehavior.Restrict);
        }
    }
}
