using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Programme.Model;

namespace OneMetre.Programme.Calendar;

/// <summary>
/// The secret link of a post's calendar. The secret has 256 bits of chance and is shown once; only its hash is kept, so that nobody can read a link
/// out of the database. Looking it up by hash takes the same time for a wrong secret as for a nearly right one.
/// </summary>
sealed class FeedLinks(ProgrammeData data, CurrentUser user, TimeProvider time)
{
    /// <summary>Makes a link for the user's post; an older one ends at once.</summary>
    public async Task<string> Make(CancellationToken ct)
    {
        var secret = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(32));
        if (await data.Feeds.SingleOrDefaultAsync(ct) is { } known) data.Remove(known);
        await data.Save(ct);
        data.Add(new CalendarFeed { Id = data.NewId(), PostId = user.PostId!.Value, FeedSecretHash = HashOf(secret), CreatedAt = time.GetUtcNow().UtcDateTime });
        await data.Save(ct);
        return $"/calendar/feed/{secret}.ics";
    }

    public async Task Withdraw(CancellationToken ct)
    {
        if (await data.Feeds.SingleOrDefaultAsync(ct) is { } known) data.Remove(known);
        await data.Save(ct);
    }

    public async Task<DateTime?> MadeAt(CancellationToken ct) => await data.Feeds.Select(f => (DateTime?)f.CreatedAt).SingleOrDefaultAsync(ct);

    public static string HashOf(string secret) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(secret)));
}
