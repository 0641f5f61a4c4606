using System.Globalization;
using System.Resources;
using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using OneMetre.Platform.Results;
using OneMetre.Platform.Time;
using OneMetre.Platform.Ui;

namespace OneMetre.Tests.Platform.Ui;

public partial class TextTests
{
    public static TheoryData<string> Modules => [.. Page.Sources("Texts.resx").Select(f => Path.GetFileName(Path.GetDirectoryName(f)!)).Order()];

    [Theory, MemberData(nameof(Modules))]
    public void Both_languages_say_the_same_things(string module)
    {
        var english = Read(module, "Texts.resx");
        var chinese = Read(module, "Texts.zh-CN.resx");

        Assert.Empty(english.Keys.Except(chinese.Keys).Select(k => $"no zh-CN text: {k}"));
        Assert.Empty(chinese.Keys.Except(english.Keys).Select(k => $"no en text: {k}"));
        Assert.DoesNotContain(english.Keys, k => string.IsNullOrWhiteSpace(english[k]) || string.IsNullOrWhiteSpace(chinese[k]));
        // A form for one may leave the number out: "One plan".
        Assert.Empty(english.Keys.Where(k => !k.EndsWith(".one", StringComparison.Ordinal) && !Blanks(english[k]).SetEquals(Blanks(chinese[k]))).Select(k => $"other blanks: {k}"));
    }

    [Theory, MemberData(nameof(Modules))]
    public void Every_code_begins_with_the_name_of_its_module(string module) =>
        Assert.All(Read(module, "Texts.resx").Keys, code => Assert.StartsWith(module.ToLowerInvariant() + ".", code, StringComparison.Ordinal));

    [Fact]
    public void Every_code_that_a_page_a_problem_a_finding_or_a_menu_names_has_a_text()
    {
        var known = Modules.SelectMany(row => Read(row.Data, "Texts.resx").Keys).ToHashSet();

        Assert.Empty(Page.Sources("*.razor").Concat(Page.Sources("*.cs")).SelectMany(f => Named().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Where(code => !known.Contains(code)).Distinct());
    }

    [Fact]
    public void Every_icon_that_a_page_names_is_in_the_sprite()
    {
        var sprite = JsonSerializer.Deserialize<Dictionary<string, string>>(File.ReadAllText(Path.Combine(Page.Root, "src/Web/build/icons.json")))!.Keys.ToHashSet();

        Assert.Empty(Page.Sources("*.razor").SelectMany(f => IconNames().Matches(File.ReadAllText(f)).Select(m => m.Groups[1].Value))
            .Concat(Enum.GetNames<Light>().Select(l => $"light-{l.ToLowerInvariant()}")).Where(name => !sprite.Contains(name)).Distinct());
    }

    [Fact]
    public void No_page_has_a_style_or_a_script_inside() =>
        Assert.DoesNotContain(Page.Sources("*.razor"), f => Inline().IsMatch(File.ReadAllText(f)));

    [Fact]
    public void The_lock_of_the_front_end_names_no_host() =>
        Assert.DoesNotContain("\"resolved\"", File.ReadAllText(Path.Combine(Page.Root, "src/Web/package-lock.json")), StringComparison.Ordinal);

    [Fact]
    public async Task A_code_without_a_text_shows_itself_and_is_logged_once()
    {
        var log = new Heard();
        await using var services = Page.Services(more: s => s.AddSingleton<ILogger<Texts>>(log));
        var texts = services.GetRequiredService<Texts>();

        Assert.Equal("platform.no-such-thing", texts["platform.no-such-thing"]);
        Assert.Equal("nowhere.at-all", texts["nowhere.at-all", 1]);
        Assert.Equal("platform.no-such-thing", texts["platform.no-such-thing"]);
        Assert.Equal(2, log.Lines.Count);
    }

    /// <summary>A page is drawn, then its form is answered, then it is drawn again: what is handed down as fixed stays as it was first.</summary>
    [Fact]
    public void What_a_page_hands_down_to_its_parts_is_not_fixed() =>
        Assert.DoesNotContain(Page.Sources("*.razor"), f => File.ReadAllText(f).Contains("IsFixed", StringComparison.Ordinal));

    [Fact]
    public async Task A_module_adds_its_own_words()
    {
        await using var services = Page.Services(more: s => s.AddTexts("again", new ResourceManager("OneMetre.Platform.Texts", typeof(Texts).Assembly)));

        Assert.True(services.GetRequiredService<Texts>().Has("platform.light.green"));
        Assert.False(services.GetRequiredService<Texts>().Has("again.nothing"));
    }

    [Theory]
    [InlineData("zh-CN", "2026年11月22日", "2026年11月22日 15:02", "2026年上半年", "2026年第三季度", "2026年7月", "星期日")]
    [InlineData("en", "22 Nov 2026", "22 Nov 2026, 15:02", "H1 2026", "Q3 2026", "Jul 2026", "Sunday")]
    public Task Days_and_periods_are_written_as_the_language_writes_them(string language, string day, string instant, string half, string quarter, string month, string weekday) =>
        Page.In(language, () =>
        {
            var date = new DateOnly(2026, 11, 22);
            Assert.Equal(day, Day.Text(date));
            Assert.Equal(instant, Instant.Text(new(2026, 11, 22, 7, 2, 0, TimeSpan.Zero)));
            Assert.Equal(half, Day.Text(Of("2026H1")));
            Assert.Equal(quarter, Day.Text(Of("2026Q3")));
            Assert.Equal(month, Day.Text(Of("2026-07")));
            Assert.Equal(weekday, Day.Weekday(date));
            return Task.FromResult(0);

            static Period Of(string text) => Period.TryParse(text, out var period) ? period : throw new FormatException(text);
        });

    [Theory]
    [InlineData("zh-CN", 0, "今天到期")]
    [InlineData("zh-CN", 1, "明天到期")]
    [InlineData("zh-CN", 37, "还有 37 天")]
    [InlineData("zh-CN", -4, "逾期 4 天")]
    [InlineData("zh-CN", 402, "还有 1 年 1 个月")]
    [InlineData("en", 37, "37 days left")]
    [InlineData("en", -1, "1 day overdue")]
    [InlineData("en", 365, "1 year left")]
    public Task How_far_off_a_day_is_stands_in_words(string language, int days, string words) =>
        Page.In(language, async () =>
        {
            await using var services = Page.Services();
            Assert.Equal(words, Day.Away(services.GetRequiredService<Texts>(), Page.Today.AddDays(days), Page.Today));
            return 0;
        });

    [Theory]
    [InlineData("3.4000", null, "3.4")]
    [InlineData("21306", "个", "21,306\u00a0个")]
    [InlineData("95", "%", "95%")]
    [InlineData("-0.5", "个百分点", "-0.5\u00a0个百分点")]
    public void A_figure_has_no_places_that_say_nothing(string value, string? unit, string written) =>
        Assert.Equal(written, Figure.Text(decimal.Parse(value, CultureInfo.InvariantCulture), unit));

    [Fact]
    public void The_city_is_a_day_ahead_from_four_in_the_afternoon_utc()
    {
        Assert.Equal(new DateOnly(2026, 11, 24), ChinaTime.DayOf(new(2026, 11, 24, 15, 59, 59, DateTimeKind.Utc)));
        Assert.Equal(new DateOnly(2026, 11, 25), ChinaTime.DayOf(new(2026, 11, 24, 16, 0, 0, DateTimeKind.Utc)));
    }

    static Dictionary<string, string> Read(string module, string file) =>
        XDocument.Load(Path.Combine(Page.Root, "src", module, file)).Root!.Elements("data").ToDictionary(d => d.Attribute("name")!.Value, d => d.Element("value")!.Value);

    static HashSet<string> Blanks(string text) => [.. Blank().Matches(text).Select(m => m.Value)];

    [GeneratedRegex(@"\{\d+")]
    private static partial Regex Blank();

    [GeneratedRegex(@"(?:Texts(?:\.Count\(|\[)|\b(?:Problem|Finding|MenuItem)\()""([a-z][a-z0-9.-]*\.[a-z0-9.-]+)""")]
    private static partial Regex Named();

    [GeneratedRegex(@"\bIcon(?: Name)?=""([a-z][a-z0-9-]*)""")]
    private static partial Regex IconNames();

    [GeneratedRegex(@"\sstyle=|<style|<script(?![^>]*\ssrc=)|\son[a-z]+=""", RegexOptions.IgnoreCase)]
    private static partial Regex Inline();

    sealed class Heard : ILogger<Texts>
    {
        public List<string> Lines { get; } = [];
        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;
        public bool IsEnabled(LogLevel logLevel) => true;
        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) => Lines.Add(formatter(state, exception));
    }
}
