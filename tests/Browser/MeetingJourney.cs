using System.Globalization;
using Microsoft.Playwright;

namespace OneMetre.Browser;

/// <summary>A joint meeting in a browser: the office opens and invites, a unit answers on its phone, a decision of the last meeting is accepted, the minutes are taken as a paper.</summary>
public class MeetingJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task The_office_invites_a_unit_answers_and_what_was_decided_is_accepted()
    {
        var office = await city.SignedIn("office");
        await office.GotoAsync("/meetings/new");
        await office.FillAsync("#field-Title", "专题会议");
        await office.FillAsync("#field-Place", "二楼会议室");
        await office.FillAsync("#field-Day", DateTime.UtcNow.AddHours(8).AddDays(3).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        await office.FillAsync("#field-Clock", "09:30");
        await office.ClickAsync("main form button[type=submit]");
        await office.WaitForURLAsync("**/meetings/*-*");
        var address = new Uri(office.Url).AbsolutePath;
        Assert.Contains("上次议定", await office.Locator("[aria-labelledby=agenda]").InnerTextAsync(), StringComparison.Ordinal); // what is open leads the agenda
        await office.FillAsync("#field-Topic", "听取孩子们关于公园的意见");
        await office.ClickAsync("button[value=add]");
        await office.WaitForLoadStateAsync();
        await office.ClickAsync("form[action$='#act'] button[value=Invite]");
        await office.WaitForURLAsync("**?done=invite*");

        var unit = await city.SignedIn("wjw.contact", 390);
        await unit.GotoAsync(address);
        await unit.ClickAsync("form[action$='#reply'] button[type=submit]");
        await unit.WaitForLoadStateAsync();
        Assert.True(await unit.Locator("#problem-Who, .om-problems").CountAsync() > 0); // whoever comes has a name
        await unit.FillAsync("#field-Who", "黎主任");
        await unit.ClickAsync("form[action$='#reply'] button[type=submit]");
        await unit.WaitForURLAsync("**?done=reply*");
        await office.GotoAsync(address);
        Assert.Contains("黎主任", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        await office.GotoAsync("/meetings?ended=1");
        await office.ClickAsync("main table a:has-text('第一次全体会议')");
        var held = new Uri(office.Url).AbsolutePath;
        var paper = await office.RunAndWaitForDownloadAsync(() => office.ClickAsync("a[href$='/minutes.docx']"));
        Assert.EndsWith(".docx", paper.SuggestedFilename, StringComparison.Ordinal);
        await office.ClickAsync("button[value=Accept]");
        await office.WaitForURLAsync("**?done=accept*");

        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), "/meetings", "/meetings/new", "/meetings/series", "/meetings/decisions", address, held);
        await AccessibilityTests.Check(await city.SignedIn("wjw.contact", 390, forAxe: true), "/meetings", address, held);
        Assert.Equal(404, (await (await city.SignedIn("tjj.stats")).GotoAsync(address))!.Status);
    }
}
