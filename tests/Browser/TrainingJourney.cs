using System.Globalization;
using OneMetre.Platform.Time;

namespace OneMetre.Browser;

/// <summary>A training is announced, a contact signs up the unit's people, attendance is written down and closed; the directory shows who was trained and who was not.</summary>
public class TrainingJourney(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task From_the_notice_to_everybodys_record()
    {
        static string Day(int ahead) => TimeProvider.System.Today().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var office = await city.SignedIn("office");
        await office.GotoAsync("/training/new");
        await office.FillAsync("#field-Title", "照片里的孩子怎么保护");
        await office.FillAsync("#field-Day", Day(0));
        await office.FillAsync("#field-SignUpBy", Day(1));
        await office.FillAsync("#field-Hours", "2.5");
        await office.FillAsync("#field-Place", "市委党校第一教室");
        await office.FillAsync("#field-Capacity", "2");
        await office.ClickAsync("main form button.btn-primary");
        Assert.Contains("不能晚于", await office.Locator("#problem-SignUpBy").InnerTextAsync(), StringComparison.Ordinal);
        await office.FillAsync("#field-SignUpBy", Day(0));
        await office.ClickAsync("main form button.btn-primary");
        await office.WaitForURLAsync("**done=save");
        await office.ClickAsync("button[value=announce]");
        await office.WaitForURLAsync("**done=announce*");
        var address = new Uri(office.Url).AbsolutePath;

        var unit = await city.SignedIn("jyj.contact", 390);
        await unit.GotoAsync(address);
        foreach (var box in await unit.Locator("input[name=People]").AllAsync()) await box.CheckAsync();
        await unit.Locator("button", new() { HasText = "报名" }).Last.ClickAsync();
        await unit.WaitForURLAsync("**done=sign*");
        Assert.Equal(2, await unit.Locator("main table tbody tr").CountAsync());
        var late = await city.SignedIn("wjw.contact");
        await late.GotoAsync(address);
        await late.Locator("input[name=People]").First.CheckAsync();
        await late.Locator("button", new() { HasText = "报名" }).Last.ClickAsync();
        Assert.Contains("名额不够", await late.Locator("#problem-People").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await city.SignedIn("jyj.contact", 390, forAxe: true), "/training", address, "/training/mine", "/contacts");

        await office.GotoAsync(address);
        await office.Locator("main table select").First.SelectOptionAsync("Absent");
        await office.ClickAsync("button[value=rest]");
        await office.WaitForURLAsync("**done=attend*");
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), "/training", address, "/training/new", "/contacts", "/contacts?gap=untrained");
        await office.ClickAsync("button[value=hold]");
        await office.WaitForURLAsync("**done=hold*");
        await office.SelectOptionAsync("#field-Entry", new Microsoft.Playwright.SelectOptionValue { Index = 1 });
        await office.SelectOptionAsync("#field-Came", "Excused");
        await office.FillAsync("#field-Reason", "事先电话请假");
        await office.Locator("main form button", new() { HasText = "更正" }).ClickAsync();
        await office.WaitForURLAsync("**done=correct*");
        Assert.Contains("事先电话请假", await office.Locator("main .om-timeline").InnerTextAsync(), StringComparison.Ordinal);
        await AccessibilityTests.Check(await city.SignedIn("office", 390, forAxe: true), address);

        await office.GotoAsync("/contacts?q=市教育局");
        var directory = await office.Locator("main table").InnerTextAsync();
        Assert.Contains("联络员", directory, StringComparison.Ordinal);
        Assert.Contains(Day(0)[..4], directory, StringComparison.Ordinal);
    }
}
