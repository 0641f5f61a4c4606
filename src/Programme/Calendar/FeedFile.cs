using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Programme.Calendar;

/// <summary>
/// The calendar that programs fetch without signing in, by its secret alone. It shows what the post would see today; when nobody holds the post,
/// or the link was withdrawn, there is nothing at the address.
/// </summary>
static class FeedFile
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/calendar/feed/{secret}.ics", Read).AllowAnonymous();

    static async Task<IResult> Read(
        string secret, HttpContext http, ProgrammeData data, ReadCalendar calendar, PostHolder posts, CurrentUser user, Texts texts, TimeProvider time, CancellationToken ct)
    {
        var hash = FeedLinks.HashOf(secret);
        var post = await data.FeedsOfTheCity.Where(f => f.FeedSecretHash == hash).Select(f => (Guid?)f.PostId).SingleOrDefaultAsync(ct);
        if (post is null) return TypedResults.NotFound();
        await posts.TakePost(post, ct);
        if (user.PostId != post) return TypedResults.NotFound();

        var today = ChinaTime.Today(time);
        var entries = await calendar.Between(today.AddMonths(-6), today.AddYears(5), ct);
        http.Response.Headers.CacheControl = "private, no-store";
        var text = Ics.Write(texts["programme.feed-name", user.UnitName], entries, time.GetUtcNow().UtcDateTime, $"{http.Request.Scheme}://{http.Request.Host}");
        return TypedResults.Text(text, "text/calendar", System.Text.Encoding.UTF8);
    }
}
