using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Tests.Platform.Ui;

public class PartTests
{
    [Theory]
    [InlineData(Light.Green, "zh-CN", "正常")]
    [InlineData(Light.Yellow, "zh-CN", "临期/滞后")]
    [InlineData(Light.Orange, "en", "Overdue")]
    [InlineData(Light.Red, "zh-CN", "严重逾期")]
    [InlineData(Light.Grey, "en", "No data")]
    public async Task A_light_is_said_by_colour_shape_and_word(Light light, string language, string word)
    {
        var html = await Page.Show<LightMark>(new { Value = light }, language: language);
        var code = light.ToString().ToLowerInvariant();

        Assert.Contains($"om-light is-{code}", html, StringComparison.Ordinal);
        Assert.Contains($"icons.svg#light-{code}", html, StringComparison.Ordinal);
        Assert.Contains($">{word}<", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_from_outside_never_become_markup()
    {
        var due = await Page.Show<DueList>(new { Items = new DueItem[] { new("<script>x</script>", "/a", "做", Light.Red, Page.Today) } });
        var clause = await Page.Show<ClauseQuote>(new { Text = "到2027年<b>", Marks = new ClauseMark[] { new(1, 5) } });
        var problem = await Page.Show<ProblemSummary>(new { Problems = new Problem[] { new("<i>") } });

        Assert.DoesNotContain("<script>", due, StringComparison.Ordinal);
        Assert.DoesNotContain("<b>", clause, StringComparison.Ordinal);
        Assert.DoesNotContain("<i>", problem, StringComparison.Ordinal);
        Assert.Contains("到<mark>2027年</mark>", clause, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Due_things_stand_in_bands_the_most_pressing_first()
    {
        DueItem[] items = [Item("远", 40), Item("过", -4), Item("近", 1), Item("星期日", 5)];

        var html = await Page.Show<DueList>(new { Items = items });

        Assert.True(Order(html, "已经过期", "逾期 4 天", "本周", "明天到期", "星期日", "以后", "还有 40 天"));

        static DueItem Item(string title, int days) => new(title, "/x", "办", Light.Green, Page.Today.AddDays(days));
    }

    [Fact]
    public async Task An_empty_due_list_says_what_it_was_given_to_say()
    {
        RenderFragment nothing = builder => builder.AddContent(0, "都办完了");

        Assert.Contains("都办完了", await Page.Show<DueList>(new { Items = Array.Empty<DueItem>(), Empty = nothing }), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pages_are_links_that_keep_the_filter()
    {
        var html = await Page.Show<Pager>(new { Page = 3, Total = 1000, Size = 50 }, "/tasks?light=red&q=%E6%89%98%E4%BD%8D&page=3");

        Assert.Contains("第 101—150 项，共 1000 项", html.Replace(",", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("href=\"/tasks?light=red&amp;q=%E6%89%98%E4%BD%8D&amp;page=4\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/tasks?light=red&amp;q=%E6%89%98%E4%BD%8D\"", html, StringComparison.Ordinal);
        Assert.Contains("page=20", html, StringComparison.Ordinal);
        Assert.Contains("…", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 50, false)]
    [InlineData(50, 50, false)]
    [InlineData(51, 50, true)]
    public async Task A_single_page_has_nothing_to_turn(int total, int size, bool turns) =>
        Assert.Equal(turns, (await Page.Show<Pager>(new { Page = 9, Total = total, Size = size })).Contains("<nav", StringComparison.Ordinal));

    [Theory]
    [InlineData("/t", "ascending", "sort=-due")]
    [InlineData("/t?sort=-due&page=2", "descending", "sort=due")]
    [InlineData("/t?sort=name", null, "sort=due")]
    public async Task A_column_says_its_order_and_links_to_the_next(string address, string? said, string next)
    {
        var html = await Page.Show<SortHeader>(new { Column = "due", Label = "截止", Default = "due" }, address);

        Assert.Equal(said is not null, html.Contains($"aria-sort=\"{said}\"", StringComparison.Ordinal));
        Assert.Contains($"{next}\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("page=", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Exports_carry_the_filter_but_not_the_page()
    {
        var html = await Page.Show<ExportButtons>(new { Base = "/tasks/export" }, "/tasks?light=red&page=2");

        Assert.Contains("href=\"/tasks/export.xlsx?light=red\"", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/tasks/export.csv?light=red\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_filter_shows_what_was_asked_and_keeps_the_light()
    {
        RenderFragment fields = builder =>
        {
            builder.OpenComponent<FilterChoice>(0);
            builder.AddComponentParameter(1, "Name", "domain");
            builder.AddComponentParameter(2, "Label", "领域");
            builder.AddComponentParameter(3, "Options", new Choice[] { new("a", "甲"), new("b", "乙") });
            builder.CloseComponent();
        };

        var html = await Page.Show<FilterRow>(new { ChildContent = fields }, "/tasks?domain=b&light=red&page=4");

        Assert.Contains("<option value=\"b\" selected>乙", html, StringComparison.Ordinal);
        Assert.Contains("name=\"light\" value=\"red\"", html, StringComparison.Ordinal);
        Assert.DoesNotContain("name=\"page\"", html, StringComparison.Ordinal);
        Assert.Contains("method=\"get\" action=\"/tasks\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_field_says_so_beside_itself_and_points_there()
    {
        RenderFragment<IReadOnlyDictionary<string, object>> input = attributes => builder =>
        {
            builder.OpenElement(0, "input");
            builder.AddMultipleAttributes(1, attributes);
            builder.CloseElement();
        };

        var html = await Page.Show<FormField>(new { Label = "数值", Field = "Value", Hint = "一位小数", Problems = new Problem[] { new("platform.day.today", "Value") }, ChildContent = input });

        Assert.Contains("id=\"field-Value\" name=\"Form.Value\" aria-invalid=\"true\" aria-describedby=\"problem-Value hint-Value\"", html, StringComparison.Ordinal);
        Assert.Contains("id=\"problem-Value\"", html, StringComparison.Ordinal);
        Assert.Contains("今天到期", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_gap_in_a_series_is_never_joined()
    {
        var html = await Page.Show<Sparkline>(new { Actual = new decimal?[] { 1, 2, null, 4 }, Target = (decimal?)4 });

        Assert.Equal(2, html.Split("class=\"a\" d=\"")[1].Split('"')[0].Count(c => c == 'M'));
        Assert.Contains("aria-label=\"1，2，4，目标 4\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_parts_of_a_bar_fill_it()
    {
        var html = await Page.Show<ShareBar>(new { Shares = new Share[] { new("正常", 3, Light.Green), new("未交", 1, Hue: "pale") } });

        Assert.Contains("class=\"is-green\" x=\"0\" width=\"74.6\"", html, StringComparison.Ordinal);
        Assert.Contains("class=\"is-pale\" x=\"75\" width=\"25\"", html, StringComparison.Ordinal);
        Assert.Contains("aria-label=\"正常 3，未交 1\"", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_chart_holds_its_figures_in_a_table()
    {
        var html = await Page.Show<SeriesChart>(new { Title = "托位", Unit = "个", Points = new SeriesPoint[] { new("2025", 3.4m, 3.7m), new("2026", null, 4.25m) }, Target = (decimal?)4.8m });

        Assert.Contains("<th scope=\"row\">2025</th>", html, StringComparison.Ordinal);
        Assert.Contains("无数据", html, StringComparison.Ordinal);
        Assert.Contains("&quot;actual&quot;:[3.4,null]", html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("programme.import", true)]
    [InlineData("programme.nobody", false)]
    public async Task The_rail_shows_only_what_the_user_may_open(string policy, bool shown)
    {
        var html = await Page.Show<ConsoleFrame>(new { Body = (RenderFragment)(b => b.AddContent(0, "正文")) }, "/plans/7", http: new DefaultHttpContext { User = Page.Officer() }, more: services =>
        {
            services.AddAuthorization(o =>
            {
                o.AddPolicy("programme.import", p => p.RequireAuthenticatedUser());
                o.AddPolicy("programme.nobody", p => p.RequireAssertion(_ => false));
            });
            services.AddMenu(new MenuItem("platform.light.all", "/plans", "tasks", MenuGroup.Daily, policy, (_, _) => ValueTask.FromResult(new DueCount(7, true))));
        });

        Assert.Equal(shown, html.Contains("href=\"/plans\" aria-current=\"page\"", StringComparison.Ordinal));
        Assert.Equal(shown, html.Contains("om-count is-due\">7", StringComparison.Ordinal));
        Assert.Contains("正文", html, StringComparison.Ordinal);
        Assert.Contains("陈书宁", html, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_waits_until_the_frame_has_asked_what_is_due()
    {
        var asking = false;
        var overlapped = false;
        RenderFragment body = builder => { overlapped |= asking; builder.AddContent(0, "正文"); };

        await Page.Show<ConsoleFrame>(new { Body = body }, more: services => services.AddMenu(
            new MenuItem("platform.light.all", "/a", "tasks", MenuGroup.Daily, Due: async (_, ct) =>
            {
                asking = true;
                await Task.Delay(20, ct);
                asking = false;
                return default;
            })));

        Assert.False(overlapped);
    }

    [Theory]
    [InlineData("zh-CN", "English", true)]
    [InlineData("en", "中文", false)]
    public async Task The_portal_offers_help_the_other_language_and_the_one_metre_view(string language, string other, bool oneMetre)
    {
        var html = await Page.Show<PortalFrame>(new { Body = (RenderFragment)(_ => { }) }, "/promises?q=1", language);

        Assert.Contains("tel:12345", html, StringComparison.Ordinal);
        Assert.Contains("tel:12355", html, StringComparison.Ordinal);
        Assert.Contains($">{other}</a>", html, StringComparison.Ordinal);
        Assert.Contains("href=\"/accessibility\"", html, StringComparison.Ordinal);
        Assert.Equal(oneMetre, html.Contains("/one-metre/on?back=%2Fpromises%3Fq%3D1", StringComparison.Ordinal));
    }

    static bool Order(string html, params string[] words)
    {
        var at = -1;
        foreach (var word in words)
        {
            var next = html.IndexOf(word, at + 1, StringComparison.Ordinal);
            if (next < 0) return false;
            at = next;
        }
        return true;
    }
}
