using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using OneMetre.Platform.Data;
using OneMetre.Platform.Regions;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Platform.Identity;

/// <summary>
/// Opens every request of somebody signed in. A page brings a dozen requests with it, and somebody at work one every few seconds: who came in is therefore
/// kept for five seconds and until anything about people, posts or sessions is written in this process. What another process ends is over five seconds later.
/// </summary>
public sealed class Entrance(ModuleWrites writes, SignInRules rules, IOptions<CityFace> city, TimeProvider time) : IDisposable
{
    static readonly TimeSpan Kept = TimeSpan.FromSeconds(5);
    readonly MemoryCache cache = new(new MemoryCacheOptions { SizeLimit = 20_000 });

    sealed record Key(Guid Person, Guid Session, Guid? Wanted, DateOnly Day, long Slot, long Writes);

    /// <summary>False when the session has ended; the user is then nobody. The services are those of the request.</summary>
    public async Task<bool> Open(IServiceProvider services, Guid person, Guid session, Guid? wanted, CancellationToken ct)
    {
        var now = time.GetUtcNow().UtcDateTime;
        var key = new Key(person, session, wanted, ChinaTime.Today(time), now.Ticks / Kept.Ticks, writes.Of("platform"));
        if (!cache.TryGetValue(key, out Entered? entered) || entered is null)
        {
            entered = await services.GetRequiredService<PostHolder>().Enter(person, session, wanted, ct);
            if (entered is null) return false;
            cache.Set(key, entered, new MemoryCacheEntryOptions { Size = 1, AbsoluteExpirationRelativeToNow = Kept });
        }

        var user = services.GetRequiredService<CurrentUser>();
        if (entered is { Post: { } post, Unit: { } unit, UnitName: { } name, Role: { } role, RegionCode: { } region }) user.Become(person, entered.Name, post, unit, name, role, RegionCode.Prefix(region));
        else user.BecomePostless(person, entered.Name);
        user.MustChangePassword = entered.MustChangePassword;
        user.MustSetUpTwoFactor = !entered.TwoFactor && !city.Value.Demo && user.Role is { } own && rules.TwoFactorFor.Contains(own);
        return true;
    }

    public void Dispose() => cache.Dispose();
}
