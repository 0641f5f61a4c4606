using System.Net;
using System.Text.RegularExpressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Notices.Sending;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform.Sending;

/// <summary>What waits in the console is told outside it: once, to whom it was said, and not before the address was confirmed.</summary>
public sealed partial class SendNoticesTests
{
    const string Mail = "wei.contact@wjw.city.example", Robot = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa";

    /// <summary>Takes messages down instead of sending them.</summary>
    sealed class Post : INoticeTransport
    {
        public List<(RouteKind Kind, string Address, OutwardMessage Message)> Sent { get; } = [];
        public SendOutcome Outcome { get; set; } = SendOutcome.Sent;
        public IReadOnlyList<RouteKind> Ways { get; set; } = [RouteKind.Mail, RouteKind.WeCom, RouteKind.DingTalk];
        public string? Site => "https://city.example";

        /// <summary>What happens while a message is on its way.</summary>
        public Func<CancellationToken, Task>? OnTheWay { get; set; }

        public async Task<SendOutcome> Send(RouteKind kind, string address, string? signing, OutwardMessage message, CancellationToken ct)
        {
            lock (Sent) Sent.Add((kind, address, message));
            if (OnTheWay is { } happens) await happens(ct);
            return Outcome;
        }
    }

    sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = City.Noon;
        public override DateTimeOffset GetUtcNow() => Now;
    }

    static async Task<(City City, Post Post, Clock Clock, Actor Contact)> Scene(string engine)
    {
        var (post, clock) = (new Post(), new Clock());
        var city = await City.On(engine, clock, s => s.AddSingleton<INoticeTransport>(post));
        return (city, post, clock, await city.Actor(RoleCode.DeptContact, "市卫健委"));
    }

    static Task<int> Run(City city) => city.Use((SendNotices send) => send.Run(default));

    static Task Tell(City city, Actor to, string title) => city.Use(async (IServiceProvider services) =>
    {
        await services.GetRequiredService<NoticeBoard>().TellUnits([to.Unit], "programme.notice-order-notify", "/supervision", ["1号", title, "2026-12-01"], default);
        await services.GetRequiredService<CityDb>().SaveChangesAsync();
    });

    static async Task<Guid> Confirmed(City city, Post post, Actor actor, string mail = Mail)
    {
        var id = await city.As(actor, (KeepRoute keep) => keep.Mail(mail, default));
        Assert.True(id.Ok, string.Join(", ", id.Problems.Select(p => p.Code)));
        Assert.True((await city.As(actor, (KeepRoute keep) => keep.Confirm(id.Value, Code(post), default))).Ok);
        post.Sent.Clear();
        return id.Value;
    }

    static string Code(Post post) => SixFigures().Match(string.Join(' ', post.Sent[^1].Message.Lines)).Value;

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Only_a_confirmed_mail_is_told_and_each_thing_once(string engine)
    {
        var (city, post, clock, contact) = await Scene(engine);
        await using var _ = city;
        var route = (await city.As(contact, (KeepRoute keep) => keep.Mail(Mail, default))).Value;
        var code = Code(post);
        await Tell(city, contact, "护栏");
        Assert.Equal(0, await Run(city));
        Assert.Equal("platform.sending-code-wrong", (await city.As(contact, (KeepRoute keep) => keep.Confirm(route, code == "000000" ? "000001" : "000000", default))).Problems[0].Code);
        var stranger = await city.Actor(RoleCode.DeptContact, "市教育局");
        Assert.Equal("platform.sending-no-such", (await city.As(stranger, (KeepRoute keep) => keep.Confirm(route, code, default))).Problems[0].Code);
        Assert.Equal("platform.sending-no-such", (await city.As(stranger, (KeepRoute keep) => keep.End(route, default))).Problems[0].Code);
        Assert.True((await city.As(contact, (KeepRoute keep) => keep.Confirm(route, code, default))).Ok);
        Assert.Equal("platform.sending-no-such", (await city.As(contact, (KeepRoute keep) => keep.Confirm(route, code, default))).Problems[0].Code);

        post.Sent.Clear();
        clock.Now += TimeSpan.FromMinutes(2);
        Assert.Equal(0, await Run(city)); // what was older than the confirmation stays in the console
        await Tell(city, contact, "校车");
        await Tell(city, contact, "斑马线");
        clock.Now += RoutesData.Settled;
        Assert.Equal(1, await Run(city));
        var (kind, address, message) = Assert.Single(post.Sent);
        Assert.Equal((RouteKind.Mail, Mail, 2), (kind, address, message.Lines.Count));
        Assert.Contains(message.Lines, l => l.Contains("校车", StringComparison.Ordinal));
        Assert.Equal(0, await Run(city));

        await Tell(city, contact, "书屋");
        clock.Now += TimeSpan.FromMinutes(30);
        Assert.Equal(0, await Run(city)); // not twice in an hour
        clock.Now += TimeSpan.FromMinutes(31);
        Assert.Equal(1, await Run(city));
        Assert.Contains("书屋", Assert.Single(post.Sent[^1].Message.Lines), StringComparison.Ordinal);

        await Tell(city, contact, "已看");
        await city.As(contact, (NoticeBoard board) => board.MarkRead(null, default));
        clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(0, await Run(city)); // opened in the console

        await Tell(city, contact, "夜里");
        clock.Now = new(2026, 11, 20, 14, 0, 0, TimeSpan.Zero); // ten at night, on a Friday
        Assert.Equal(0, await Run(city));
        clock.Now = new(2026, 11, 23, 0, 30, 0, TimeSpan.Zero); // Monday morning
        Assert.Equal(1, await Run(city));

        Assert.True((await city.As(contact, (KeepRoute keep) => keep.End(route, default))).Ok);
        await Tell(city, contact, "不再");
        clock.Now += TimeSpan.FromHours(2);
        Assert.Equal(0, await Run(city));
        Assert.Null(await city.Use((CityDb db) => db.Set<NoticeRoute>().Select(r => r.Address).SingleAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Two_servers_at_once_tell_once_and_what_was_not_sent_comes_again(string engine)
    {
        var (city, post, clock, contact) = await Scene(engine);
        await using var _ = city;
        await Confirmed(city, post, contact);
        clock.Now += TimeSpan.FromMinutes(5);
        await Tell(city, contact, "护栏");
        clock.Now += RoutesData.Settled;
        Assert.Equal(1, (await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Run(city))))).Sum());
        Assert.Single(post.Sent);

        (post.Outcome, clock.Now) = (SendOutcome.Later, clock.Now.AddHours(2));
        await Tell(city, contact, "校车");
        clock.Now += RoutesData.Settled;
        Assert.Equal(0, await Run(city));
        Assert.Equal(2, post.Sent.Count);
        Assert.Equal(0, await Run(city));
        Assert.Equal(2, post.Sent.Count); // not before five minutes
        (post.Outcome, clock.Now) = (SendOutcome.Sent, clock.Now.AddMinutes(5));
        Assert.Equal(1, await Run(city));
        Assert.Contains("校车", Assert.Single(post.Sent[^1].Message.Lines), StringComparison.Ordinal);

        // An address that is dead is not asked for ever without a word to its owner.
        post.Outcome = SendOutcome.Refused;
        await Tell(city, contact, "书屋");
        for (var day = 0; day < 7; day++)
        {
            clock.Now = clock.Now.AddDays(1);
            await Run(city);
        }
        Assert.Equal(1, await city.As(contact, (NoticeBoard board) => board.Own.CountAsync(n => n.Code == "platform.notice-sending-fails")));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_group_is_told_what_was_said_to_its_unit_and_nothing_else(string engine)
    {
        var (city, post, clock, contact) = await Scene(engine);
        await using var _ = city;
        var leader = await city.Actor(RoleCode.UnitLeader, "市卫健委", unit: contact.Unit);
        var director = await city.Actor(RoleCode.ChildDirector, "市卫健委", unit: contact.Unit);
        var other = await city.Actor(RoleCode.DeptContact, "市教育局");
        Assert.Equal("platform.sending-no-such", (await city.As(director, (KeepRoute keep) => keep.Robot(Robot, null, default))).Problems[0].Code);
        var tied = await city.As(leader, (KeepRoute keep) => keep.Robot(Robot, "", default));
        Assert.True(tied.Ok);
        Assert.Equal((RouteKind.WeCom, "693a91f6-7abc-4bc4-97a0-0ec2sifa5aaa"), (Assert.Single(post.Sent).Kind, post.Sent[0].Address));
        Assert.Equal("platform.sending-no-such", (await city.As(other, (KeepRoute keep) => keep.End(tied.Value, default))).Problems[0].Code);

        post.Sent.Clear();
        clock.Now += TimeSpan.FromMinutes(5);
        await city.Use(async (IServiceProvider services) =>
        {
            services.GetRequiredService<NoticeBoard>().Tell(contact.Post, "programme.notice-inspection-team", "/inspections/x", "只给你");
            await services.GetRequiredService<CityDb>().SaveChangesAsync();
        });
        await Tell(city, other, "别家的");
        Assert.Equal(0, await Run(city));
        await Tell(city, contact, "护栏");
        clock.Now += RoutesData.Settled;
        Assert.Equal(1, await Run(city));
        Assert.Contains("护栏", Assert.Single(Assert.Single(post.Sent).Message.Lines), StringComparison.Ordinal); // two posts were told: one line

        // A robot that refuses is not tied; a flood of tries ends.
        post.Outcome = SendOutcome.Refused;
        for (var tries = 1; tries < KeepRoute.MostADay; tries++) Assert.Equal("platform.sending-robot-refused", (await city.As(leader, (KeepRoute keep) => keep.Robot(Robot, null, default))).Problems[0].Code);
        Assert.Equal("platform.sending-flood", (await city.As(leader, (KeepRoute keep) => keep.Robot(Robot, null, default))).Problems[0].Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task What_breaks_on_the_way_or_is_cut_off_by_a_stop_is_told_again_and_nobody_else_waits_for_it(string engine)
    {
        var (city, post, clock, contact) = await Scene(engine);
        await using var _ = city;
        var route = await Confirmed(city, post, contact);
        clock.Now += TimeSpan.FromMinutes(5);
        await Tell(city, contact, "护栏");
        Assert.Equal(0, await Run(city)); // what was written a moment ago may still be in the middle of it
        clock.Now += RoutesData.Settled;
        DateTime marked = default;
        post.OnTheWay = async _ =>
        {
            marked = await city.Use((CityDb db) => db.Set<NoticeRoute>().Where(r => r.Id == route).Select(r => r.ToldTo).SingleAsync());
            throw new NotSupportedException("STARTTLS");
        };
        Assert.Equal(0, await Run(city));
        Assert.True(marked >= City.Noon.UtcDateTime.AddMinutes(5)); // marked before it was sent
        using var stop = new CancellationTokenSource();
        post.OnTheWay = async ct =>
        {
            await stop.CancelAsync();
            ct.ThrowIfCancellationRequested();
        };
        clock.Now += TimeSpan.FromMinutes(6);
        Assert.Equal(0, await city.Use((SendNotices send) => send.Run(stop.Token)));
        post.OnTheWay = null;
        clock.Now += TimeSpan.FromMinutes(20);
        Assert.Equal(1, await Run(city));
        Assert.Contains("护栏", Assert.Single(post.Sent[^1].Message.Lines), StringComparison.Ordinal);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task A_mail_that_fails_is_told_to_its_owner_wherever_they_serve_now(string engine)
    {
        var (city, post, clock, contact) = await Scene(engine);
        await using var _ = city;
        await Confirmed(city, post, contact);
        var elsewhere = await city.Actor(RoleCode.DeptContact, "市教育局");
        var successor = await city.Actor(RoleCode.DeptContact, "市民政局");
        await city.Use(async (CityDb db) =>
        {
            var holdings = await db.Set<PostHolding>().Where(h => h.PostId == contact.Post || h.PostId == elsewhere.Post).ToListAsync();
            foreach (var held in holdings) held.Until = new(2026, 11, 20);
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = elsewhere.Post, PersonId = contact.Person, From = new(2026, 11, 20) });
            db.Add(new PostHolding { Id = Guid.CreateVersion7(), PostId = contact.Post, PersonId = successor.Person, From = new(2026, 11, 20) });
            await db.SaveChangesAsync();
        });
        post.Outcome = SendOutcome.Refused;
        for (var day = 0; day < 7; day++)
        {
            clock.Now = clock.Now.AddDays(1);
            await Tell(city, elsewhere, "书屋");
            clock.Now += RoutesData.Settled;
            await Run(city);
        }
        Task<int> Told(Guid at) => city.Use((CityDb db) => db.Set<Notice>().CountAsync(n => n.PostId == at && n.Code == "platform.notice-sending-fails"));
        Assert.Equal((1, 0), (await Told(elsewhere.Post), await Told(contact.Post)));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Many_who_ask_at_once_get_no_more_codes_than_one_after_another_and_a_units_robots_count_against_no_mail(string engine)
    {
        var (city, post, _, contact) = await Scene(engine);
        await using var scene = city;
        post.Outcome = SendOutcome.Refused;
        for (var n = 0; n < KeepRoute.MostADay; n++) await city.As(contact, (KeepRoute keep) => keep.Robot(Robot, null, default));
        post.Sent.Clear();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(n => Task.Run(() => city.As(contact, (KeepRoute keep) => keep.Mail($"stranger{n}@city.example", default)))));
        Assert.InRange(post.Sent.Count, 1, KeepRoute.MostADay);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task An_address_is_in_no_record_and_goes_with_the_post(string engine)
    {
        var (city, post, clock, contact) = await Scene(engine);
        await using var _ = city;
        await Confirmed(city, post, contact);
        Assert.DoesNotContain(await city.Use((CityDb db) => db.Set<AuditEntry>().Select(e => e.Changes).ToListAsync()), d => d.Contains("wei.contact", StringComparison.Ordinal));
        Assert.Equal(["added", "confirmed"], await city.Use((CityDb db) => db.Set<AuditEntry>().Where(e => e.Entity == "platform_notice_route").OrderBy(e => e.Seq).Select(e => e.Action).ToListAsync()));

        // Five wrong codes, and the right one is worth nothing.
        var second = (await city.As(contact, (KeepRoute keep) => keep.Mail("b@city.example", default))).Value;
        var code = Code(post);
        for (var tries = 0; tries < KeepRoute.MostTries; tries++) await city.As(contact, (KeepRoute keep) => keep.Confirm(second, "x", default));
        Assert.Equal("platform.sending-code-over", (await city.As(contact, (KeepRoute keep) => keep.Confirm(second, code, default))).Problems[0].Code);
        Assert.Equal("platform.sending-enough", (await city.As(contact, (KeepRoute keep) => keep.Mail("c@city.example", default))).Problems[0].Code);

        await city.Use((CityDb db) => db.Set<PostHolding>().Where(h => h.PostId == contact.Post).ExecuteUpdateAsync(s => s.SetProperty(h => h.Until, new DateOnly(2026, 11, 20))));
        clock.Now += TimeSpan.FromMinutes(1);
        await Run(city);
        Assert.Equal(0, await city.Use((CityDb db) => db.Set<NoticeRoute>().CountAsync()));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_page_takes_a_mail_and_its_code_and_only_the_office_the_hours(string engine)
    {
        var post = new Post();
        await using var running = await RunningCity.On(engine, RunningCity.OpenGate, services: s => s.AddSingleton<INoticeTransport>(post));
        var (contact, office) = (await running.City.Actor(RoleCode.DeptContact, "市卫健委"), await running.City.Actor(RoleCode.Office, "市妇儿工委办"));
        using var browser = await running.SignedIn(contact);
        async Task<string> Send(HttpClient by, string form, Dictionary<string, string> fields)
        {
            var answer = await RunningCity.Post(by, SendingPage.Address, SendingPage.Address, new(fields) { ["_handler"] = form });
            return answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location!.OriginalString : WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
        }

        Assert.Contains("problem-address", await Send(browser, "mail", new() { ["address"] = "无此邮箱" }), StringComparison.Ordinal);
        Assert.EndsWith("done=mail", await Send(browser, "mail", new() { ["address"] = Mail }), StringComparison.Ordinal);
        var page = await browser.GetStringAsync(new Uri(SendingPage.Address, UriKind.Relative));
        Assert.DoesNotContain(Mail, page, StringComparison.Ordinal);
        Assert.Contains("w***@wjw.city.example", page, StringComparison.Ordinal);
        var confirm = ConfirmForm().Match(page).Value;
        Assert.Contains("problem-code", await Send(browser, confirm, new() { ["code"] = "1" }), StringComparison.Ordinal);
        Assert.EndsWith("done=confirmed", await Send(browser, confirm, new() { ["code"] = Code(post) }), StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"until\"", page, StringComparison.Ordinal);
        Assert.Equal("platform.sending-no-such", (await running.City.As(contact, (KeepRoute keep) => keep.Hours("1", "2", "30", true, default))).Problems[0].Code);

        using var chair = await running.SignedIn(office);
        Assert.Contains("problem-between", await Send(chair, "hours", new() { ["from"] = "20", ["until"] = "7", ["between"] = "1" }), StringComparison.Ordinal);
        Assert.EndsWith("done=hours", await Send(chair, "hours", new() { ["from"] = "20", ["until"] = "7", ["between"] = "30", ["rest"] = "true" }), StringComparison.Ordinal);
        Assert.Equal(new SendingRules(20, 7, true, 30), await running.City.Use((CitySettings settings) => settings.Get(SendingRules.Key, new SendingRules(), default)));
    }

    [GeneratedRegex("[0-9]{6}")]
    private static partial Regex SixFigures();

    [GeneratedRegex("confirm-[0-9a-f-]{36}")]
    private static partial Regex ConfirmForm();
}
