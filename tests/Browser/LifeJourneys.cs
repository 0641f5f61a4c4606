namespace OneMetre.Browser;

/// <summary>A contact answers a task, the office sees it, a visitor finds the promise: on the demo city.</summary>
public sealed class LifeJourneys(LivingCity city) : IClassFixture<LivingCity>
{
    [Fact]
    public async Task A_contact_answers_a_task_and_the_office_reads_it()
    {
        var contact = await city.SignedIn("wjw.contact");
        var task = await FirstTaskToReportOn(contact);

        await contact.FillAsync("form[action$='#report'] [name='Form.Progress']", "61");
        await contact.FillAsync("form[action$='#report'] [name='Form.Text']", "已完成本季度走访，新增普惠托位四十个。");
        await contact.Locator("form[action$='#report'] button.btn-primary").First.ClickAsync();
        await contact.WaitForLoadStateAsync();
        await contact.GotoAsync(task);
        Assert.Contains("新增普惠托位四十个", await contact.Locator("main").InnerTextAsync(), StringComparison.Ordinal);

        var office = await city.SignedIn("office");
        await office.GotoAsync(task);
        Assert.Contains("新增普惠托位四十个", await office.Locator("main").InnerTextAsync(), StringComparison.Ordinal);
    }

    // A contact leads some tasks and only has a part in others; the lead unit reports.
    static async Task<string> FirstTaskToReportOn(IPage contact)
    {
        await contact.GotoAsync("/board");
        foreach (var task in await contact.Locator("main a[href^='/tasks/']").EvaluateAllAsync<string[]>("links => links.map(a => a.getAttribute('href').split('#')[0])"))
        {
            await contact.GotoAsync(task);
            if (await contact.Locator("form[action$='#report'] [name='Form.Progress']").CountAsync() > 0) return task;
        }
        throw new InvalidOperationException("The demo city has no task that its health commission may report on.");
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
