using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace OneMetre.Platform.People;

/// <summary>What a security administrator wants to do with an administrator's post or account.</summary>
public enum FourEyesAct { GivePost, EndPost, HandOverPost, ResetPassword }

public enum FourEyesState { Asked, Confirmed, Refused }

/// <summary>An act on an administrator that one person has asked for and a second person has to confirm within three days; until then nothing has happened.</summary>
public sealed class FourEyesRequest
{
    public static readonly TimeSpan Lasts = TimeSpan.FromHours(72);

    public Guid Id { get; init; }
    public FourEyesAct Act { get; init; }

    /// <summary>With whom it is to be done.</summary>
    public Guid PersonId { get; init; }

    /// <summary>What was asked for, as it was typed (JSON); carried out as if it were typed when it is confirmed.</summary>
    public string Form { get; init; } = "{}";
    public Guid AskedBy { get; init; }

    /// <summary>The post in which it was asked; the answer is told there.</summary>
    public Guid AskedFrom { get; init; }
    public DateTime AskedAt { get; init; }
    public FourEyesState State { get; private set; }
    public Guid? DecidedBy { get; private set; }
    public DateTime? DecidedAt { get; private set; }

    public bool Open(DateTime now) => State == FourEyesState.Asked && now < AskedAt + Lasts;

    /// <summary>Who asked cannot be who confirms, and nobody confirms what is done with themselves.</summary>
    public bool MayBeConfirmedBy(Guid person) => person != AskedBy && person != PersonId;

    public void Decide(FourEyesState state, Guid by, DateTime now) => (State, DecidedBy, DecidedAt) = (state, by, now);

    sealed class Map : IEntityTypeConfiguration<FourEyesRequest>
    {
        public void Configure(EntityTypeBuilder<FourEyesRequest> builder)
        {
            builder.ToTable("platform_four_eyes");
            builder.Property(r => r.Act).HasConversion<string>().HasMaxLength(20);
            builder.Property(r => r.State).HasConversion<string>().HasMaxLength(12);
            builder.HasIndex(r => new { r.State, r.AskedAt });
        }
    }
}
