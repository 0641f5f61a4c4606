using FsCheck;
using FsCheck.Fluent;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Notices.Sending;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Platform.Sending;

/// <summary>When, where to and what: the rules of telling people outside the console.</summary>
public class SendingRulesTests
{
    [Theory]
    [InlineData("2026-11-20 08:00", true)]
    [InlineData("2026-11-20 07:59", false)]
    [InlineData("2026-11-20 18:59", true)]
    [InlineData("2026-11-20 19:00", false)]
    [InlineData("2026-11-21 10:00", false)] // a Saturday
    [InlineData("2026-10-01 10:00", false)] // the National Day
    public void Nobody_is_told_at_night_or_on_a_day_off(string local, bool awake)
    {
        var utc = DateTime.SpecifyKind(DateTime.ParseExact(local, "yyyy-MM-dd HH:mm", null), DateTimeKind.Unspecified).AddHours(-8);
        Assert.Equal(awake, new SendingRules().Awake(utc, WorkCalendar.National));
        Assert.Equal(local.Contains(" 10:", StringComparison.Ordinal) || awake, new SendingRules(RestDays: true).Awake(utc, WorkCalendar.National));
        Assert.True(new SendingRules(5, 5, true).Awake(utc, WorkCalendar.National));
    }

    [Fact]
    public void Quiet_hours_are_as_many_as_were_chosen() => Prop.ForAll(Gen.Choose(0, 23).Two().ToArbitrary(), chosen =>
    {
        var rules = new SendingRules(chosen.Item1, chosen.Item2, RestDays: true);
        var awake = Enumerable.Range(0, 24).Count(hour => rules.Awake(new DateTime(2026, 11, 20).AddHours(hour), WorkCalendar.National));
        return awake == (chosen.Item1 == chosen.Item2 ? 24 : 24 - (chosen.Item2 - chosen.Item1 + 24) % 24);
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void It_is_tried_again_later_and_later_and_never_more_than_a_day_later()
    {
        var waits = Enumerable.Range(1, 40).Select(SendingRules.After).ToList();
        Assert.Equal([5d, 15, 45, 135], waits.Take(4).Select(w => w.TotalMinutes));
        Assert.All(waits.Zip(waits.Skip(1)), w => Assert.True(w.First <= w.Second));
        Assert.Equal(TimeSpan.FromDays(1), waits[^1]);
    }

    [Theory]
    [InlineData("https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa", RouteKind.WeCom, "693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")]
    [InlineData("  https://oapi.dingtalk.com/robot/send?access_token=0123456789abcdef0123456789abcdef&x=1 ", RouteKind.DingTalk, "0123456789abcdef0123456789abcdef")]
    public void Of_a_robots_address_only_the_key_is_kept(string pasted, RouteKind kind, string key) => Assert.Equal((kind, key), KeepRoute.Key(pasted));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")]
    [InlineData("http://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")]
    [InlineData("https://qyapi.weixin.qq.com.example.org/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")]
    [InlineData("https://qyapi.weixin.qq.com@169.254.169.254/cgi-bin/webhook/send?key=693a91f6-7xxx-4bc4-97a0-0ec2sifa5aaa")]
    [InlineData("https://oapi.dingtalk.com/robot/send?key=0123456789abcdef0123456789abcdef")]
    [InlineData("https://oapi.dingtalk.com/robot/send?access_token=a%0d%0aHost:evil.example")]
    [InlineData("https://127.0.0.1/robot/send?access_token=0123456789abcdef0123456789abcdef")]
    public void What_is_no_robot_is_none(string? pasted) => Assert.Null(KeepRoute.Key(pasted));

    [Theory]
    [InlineData("office@city.example", true)]
    [InlineData("王@city.example", true)]
    [InlineData("a@b", false)]
    [InlineData("a@b.", false)]
    [InlineData("a b@city.example", false)]
    [InlineData("Name <a@city.example>", false)]
    [InlineData("a@city.example,b@city.example", false)]
    [InlineData("a@city.example\r\nBcc: b@city.example", false)]
    [InlineData("a@[127.0.0.1]", false)]
    [InlineData("", false)]
    public void A_mail_is_one_plain_address(string typed, bool mail) => Assert.Equal(mail, KeepRoute.IsMail(typed));

    [Theory]
    [InlineData("office@city.example", "o***@city.example")]
    [InlineData("a@city.example", "***@city.example")]
    [InlineData("李四@city.example", "***@city.example")]
    [InlineData("😀😀😀@city.example", "😀***@city.example")]
    public void An_address_is_shown_by_a_letter_at_most(string address, string shown) => Assert.Equal(shown, KeepRoute.ShownMail(address));

    [Fact]
    public async Task Matters_of_children_are_counted_and_never_worded()
    {
        await using var city = await City.On("Sqlite");
        Notice Told(string code, params string[] args) => new() { Code = code, Args = System.Text.Json.JsonSerializer.Serialize(args), Link = "/x", PostId = Guid.CreateVersion7() };
        await city.Use((Texts texts) =>
        {
            var message = Digest.Of([Told("protection.notice-export-asked", "张小满"), Told("platform.notice-look-asked", "东村"), Told("programme.notice-inspection-team"), Told("programme.notice-order-notify", "1号", "校门口\r\n加护栏", "2026-12-01"), Told("programme.notice-order-notify", "1号", "校门口\r\n加护栏", "2026-12-01")], texts, "https://city.example");
            Assert.Equal(2, message.Lines.Count);
            Assert.DoesNotContain(message.Lines, l => l.Contains("张小满", StringComparison.Ordinal) || l.Contains("东村", StringComparison.Ordinal) || l.Any(char.IsControl));
            Assert.Equal(texts.Count("platform.sending-unsaid", 3), message.Lines[^1]);
            Assert.Equal(texts.Count("platform.sending-subject", 4), message.Subject);
            Assert.Equal("https://city.example/notices", message.Link);
            Assert.Equal(Digest.MostLines + 1, Digest.Of([.. Enumerable.Range(0, 30).Select(n => Told("programme.notice-order-notify", $"{n}号", "事", "2026-12-01"))], texts, null).Lines.Count);
            return Task.CompletedTask;
        });
    }
}
