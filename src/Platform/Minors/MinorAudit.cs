using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using OneMetre.Platform.Results;

namespace OneMetre.Platform.Minors;

public enum MinorAuditState { Open, InPreparation, Filed }

/// <summary>
/// The yearly compliance audit of how minors' personal information is handled (未成年人网络保护条例), of one year: opens on 1 December and is filed with the city's
/// cyberspace office by 31 January (notice of the CAC of 2025-12-29; domain reference §8.1).
/// </summary>
public sealed class MinorAudit
{
    public const int LongestReceipt = 60;

    public Guid Id { get; init; }

    /// <summary>The year that the audit is about.</summary>
    public int Year { get; init; }
    public MinorAuditState State { get; private set; }
    public DateTime OpenedAt { get; init; }

    /// <summary>The evidence pack as it was last made, named by its content; it stays what was filed.</summary>
    public string? PackSha256 { get; private set; }
    public DateTime? PackMadeAt { get; private set; }
    public string? PackMadeBy { get; private set; }
    public string? ReceiptNumber { get; private set; }
    public DateOnly? FiledOn { get; private set; }
    public string? FiledBy { get; private set; }
    public DateTime? RemindedAt { get; set; }
    public int Version { get; private set; }

    public DateOnly OpensOn => new(Year, 12, 1);
    public DateOnly DueOn => new(Year + 1, 1, 31);

    /// <summary>The year whose audit should be open on a day; null from February to November.</summary>
    public static int? YearOn(DateOnly day) => day.Month switch { 12 => day.Year, 1 => day.Year - 1, _ => null };

    public bool IsLate(DateOnly today) => State != MinorAuditState.Filed && today > DueOn;

    /// <summary>A pack was made from the record: the first begins the preparation, a later one takes its place.</summary>
    public Result<MinorAudit> Prepare(string sha256, DateTime at, string by)
    {
        if (State == MinorAuditState.Filed) return new Problem("platform.minors.filed-already");
        (State, PackSha256, PackMadeAt, PackMadeBy) = (MinorAuditState.InPreparation, sha256, at, by);
        Version++;
        return this;
    }

    /// <summary>Filed, with the number and the day that the cyberspace office's system gave.</summary>
    public Result<MinorAudit> File(string? receipt, DateOnly? on, DateOnly today, string by)
    {
        if (State == MinorAuditState.Filed) return new Problem("platform.minors.filed-already");
        if (State == MinorAuditState.Open) return new Problem("platform.minors.pack-first");
        var number = PlainText.OneLine(receipt);
        var problems = new List<Problem>();
        if (number.Length is 0 or > LongestReceipt || PlainText.HasUnseen(number)) problems.Add(new("platform.minors.receipt-missing", nameof(FileMinorAuditForm.Receipt), LongestReceipt));
        if (on is null || on < OpensOn || on > today) problems.Add(new("platform.minors.day-unfit", nameof(FileMinorAuditForm.On), OpensOn, today));
        if (problems.Count > 0) return new(null, problems);
        (State, ReceiptNumber, FiledOn, FiledBy) = (MinorAuditState.Filed, number, on, by);
        Version++;
        return this;
    }

    sealed class Map : IEntityTypeConfiguration<MinorAudit>
    {
        public void Configure(EntityTypeBuilder<MinorAudit> builder)
        {
            builder.ToTable("platform_minor_audit");
            builder.Property(a => a.State).HasConversion<string>().HasMaxLength(16);
            builder.Property(a => a.PackSha256).HasMaxLength(64);
            builder.Property(a => a.PackMadeBy).HasMaxLength(80);
            builder.Property(a => a.ReceiptNumber).HasMaxLength(LongestReceipt);
            builder.Property(a => a.FiledBy).HasMaxLength(80);
            builder.Property(a => a.Version).IsConcurrencyToken();
            builder.HasIndex(a => a.Year).IsUnique();
        }
    }
}
