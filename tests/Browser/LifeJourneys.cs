namespace OneMetre.Browser;

/// <summary>A contact answers a task, the office sees it, a visitor finds the promise: on the demo city.</summary>
public sealed class LifeJourneys(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_contact_answers_a_task_and_the_office_reads_it()
    {
        var contact = await city.SignedIn("wjw.contact");
        await contact.GotoAsync("/board?q=托育");
        await contact.Locator("main a[href^='/tasks/']").First.ClickAsync();
        await contact.WaitForURLAsync("**/tasks/**");
        var task = new Uri(contact.Url).AbsolutePath;

        await contact.FillAsync("#report [name='Form.Progress']", "61");
        await contact.FillAsync("#report [name='Form.Text']", "已完成本季度走访，新增普惠托位四十个。");
        await contact.Locator("#report form button.btn-primary").First.ClickAsync();
        await contact.WaitForLoadStateAsync();
        await contact.GotoAsync(task);
        Assert.Contains("新增普惠托位四十个", await contact.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        var office = await city.SignedIn("office");
        await office.GotoAsync(task);
        Assert.Contains("新增普惠托位四十个", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_contact_of_another_unit_does_not_find_the_task()
    {
        var contact = await city.SignedIn("wjw.contact");
        await contact.GotoAsync("/board");
        var mine = await contact.Locator("main a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href').split('#')[0])");

        var other = await city.SignedIn("jyj.contact");
        await other.GotoAsync("/board");
        var theirs = await other.Locator("main a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href').split('#')[0])");
        var foreign = mine.Except(theirs).ToList();

        Assert.NotEmpty(foreign);
        Assert.Equal(404, (await other.GotoAsync(foreign[0]))!.Status);
    }

    [Fact]
    public async Task A_visitor_finds_a_promise_and_sees_where_it_is_written()
    {
        var visitor = await city.Visitor(390);
        await visitor.GotoAsync("/");
        await visitor.FillAsync("main input[name=q]", "托育");
        await visitor.Keyboard.PressAsync("Enter");
        await visitor.WaitForURLAsync("**/promises?**");
        await visitor.Locator("main a[href^='/promises/']").First.ClickAsync();
        await visitor.WaitForURLAsync("**/promises/**");
        Assert.Contains("示政", await visitor.Locator("main").TextContentAsync() ?? "", StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_visitor_reads_the_portal_in_english()
    {
        var visitor = await city.Visitor();
        await visitor.GotoAsync("/lang/en?back=/");
        Assert.Equal("en", await visitor.Locator("html").GetAttributeAsync("lang"));
    }
}
