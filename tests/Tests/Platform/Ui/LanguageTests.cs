using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using OneMetre.Platform.Ui;

namespace OneMetre.Tests.Platform.Ui;

public class LanguageTests
{
    [Theory]
    [InlineData(null, null, null, typeof(ConsoleFrame), "zh-CN")]
    [InlineData(null, null, "en-GB,en;q=0.9", typeof(ConsoleFrame), "zh-CN")]
    [InlineData(null, null, "en-GB,en;q=0.9", typeof(PortalFrame), "en")]
    [InlineData(null, null, "en;q=0.9,zh;q=0.5", typeof(PortalFrame), "zh-CN")]
    [InlineData(null, "zh-CN", "en", typeof(PortalFrame), "zh-CN")]
    [InlineData(null, "en", null, typeof(ConsoleFrame), "en")]
    [InlineData("?lang=zh-CN", "en", null, typeof(ConsoleFrame), "zh-CN")]
    [InlineData("?lang=xx", "<b>", "fr", typeof(PortalFrame), "zh-CN")]
    public async Task A_page_is_in_the_language_asked_for_then_chosen_then_the_citys(string? query, string? cookie, string? browser, Type frame, string expected)
    {
        var http = new DefaultHttpContext();
        http.SetEndpoint(new(null, new(new LayoutAttribute(frame)), null));
        http.Request.QueryString = new(query);
        if (cookie is not null) http.Request.Headers.Cookie = $"lang={cookie}";
        if (browser is not null) http.Request.Headers.AcceptLanguage = browser;

        string? found = null;
        foreach (var provider in Languages.Options.RequestCultureProviders)
            found ??= (await provider.DetermineProviderCultureResult(http))?.UICultures[0].ToString();

        Assert.Equal(expected, found ?? Languages.Options.DefaultRequestCulture.UICulture.Name);
    }

    [Theory]
    [InlineData("/tasks?light=red", true)]
    [InlineData("/", true)]
    [InlineData(null, false)]
    [InlineData("", false)]
    [InlineData("//evil.test", false)]
    [InlineData("/\\evil.test", false)]
    [InlineData("https://evil.test", false)]
    [InlineData("/a\r\nSet-Cookie: x", false)]
    [InlineData("/\t/evil.test", false)]
    [InlineData("/%2F/evil.test", true)]
    [InlineData("/\u2044evil.test", false)]
    [InlineData("/儿童", false)]
    [InlineData(" /desk", false)]
    [InlineData("~/desk", false)]
    [InlineData("javascript:alert(1)", false)]
    public void A_choice_leads_back_only_into_the_site(string? back, bool local) => Assert.Equal(local, Here.IsLocal(back));
}
