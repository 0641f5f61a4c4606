using Microsoft.AspNetCore.Http;

namespace OneMetre.Platform.Audit;

/// <summary>What the record keeps back of an address at which somebody was refused, because it names what its readers may not know yet. A module says so for its own addresses.</summary>
public interface IHeldBackAddress
{
    /// <summary>Until when; null for an address that tells nothing.</summary>
    Task<DateTime?> Until(PathString address, CancellationToken ct);
}
