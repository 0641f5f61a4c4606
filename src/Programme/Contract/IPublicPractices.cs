using OneMetre.Platform.Files;

namespace OneMetre.Programme.Contract;

/// <summary>What a good practice is about: the five sides of a child-friendly city, and children's own part in it.</summary>
public enum PracticeField { SocialPolicy, PublicServices, RightsProtection, GrowthSpace, DevelopmentEnvironment, Participation }

/// <summary>The city's good practices as the public reads them: only what is published, with the unit and without anybody's name.</summary>
public interface IPublicPractices
{
    /// <summary>The newest published first; page counts from 1.</summary>
    Task<PublicPractices> Find(PracticeField? field, int page, int size, CancellationToken ct);

    /// <summary>Null when there is no such practice, or none that is published.</summary>
    Task<PublicPracticeDetail?> Read(Guid id, CancellationToken ct);

    /// <summary>A photograph of a published practice; null when there is none.</summary>
    Task<Attachment?> Photo(Guid id, Guid photo, CancellationToken ct);
}

/// <summary>Cover is its first photograph.</summary>
public sealed record PublicPractice(Guid Id, string Title, PracticeField Field, string Unit, string Summary, DateOnly PublishedOn, PublicPhoto? Cover);
public sealed record PublicPractices(IReadOnlyList<PublicPractice> Items, int Total);

/// <summary>Says: what is to be seen.</summary>
public sealed record PublicPhoto(Guid Id, string Says);

/// <summary>Promise: the public task that it came of.</summary>
public sealed record PublicPracticeDetail(
    PublicPractice Practice, string ForChildren, string Place, string Background, string Doing, string ChildrenPart, string Effect, string Sources, string Lesson, (Guid Id, string Title)? Promise, IReadOnlyList<PublicPhoto> Photos);
