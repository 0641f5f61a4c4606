using System.Net;
using System.Text.RegularExpressions;

namespace OneMetre.Bench;

/// <summary>Somebody at work in a browser: a session that outlives the server's process, and forms sent as the pages give them.</summary>
sealed partial class Browser(Action<HttpStatusCode?>? answered = null) : IDisposable
{
    readonly HttpClient http = new(new Told(answered) { InnerHandler = new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = new() } }) { Timeout = TimeSpan.FromMinutes(1) };

    public async Task SignIn(Uri server, string name, string password)
    {
        var answer = await Send(server, "/signin", await Read(server, "/signin"), new() { ["name"] = name, ["password"] = password });
        if (answer is not "/start") throw new InvalidOperationException($"{name} could not sign in.");
    }

    /// <summary>The page as it is shown.</summary>
    public Task<string> Read(Uri server, string page) => http.GetStringAsync(new Uri(server, page));

    /// <summary>Where the server sends the browser after a form that it took; null when it did not take it.</summary>
    public Task<string?> Send(Uri server, string target, string shown, Dictionary<string, string> fields)
    {
        fields["__RequestVerificationToken"] = Token().Match(shown).Groups[1].Value;
        return Post(server, target, new FormUrlEncodedContent(fields));
    }

    public async Task<string?> Upload(Uri server, string target, string shown, string handler, string fileName, byte[] content)
    {
        using var file = new ByteArrayContent(content);
        using var token = new StringContent(Token().Match(shown).Groups[1].Value);
        using var form = new StringContent(handler);
        return await Post(server, target, new MultipartFormDataContent { { token, "__RequestVerificationToken" }, { form, "_handler" }, { file, "file", fileName } });
    }

    async Task<string?> Post(Uri server, string target, HttpContent form)
    {
        using (form)
        {
            using var answer = await http.PostAsync(new Uri(server, target), form);
            return answer.StatusCode == HttpStatusCode.Found ? answer.Headers.Location?.OriginalString : null;
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>Tells of every answer; null when there was none.</summary>
    sealed class Told(Action<HttpStatusCode?>? answered) : DelegatingHandler
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            HttpStatusCode? status = null;
            try
            {
                var answer = await base.SendAsync(request, cancellationToken);
                status = answer.StatusCode;
                return answer;
            }
            finally
            {
                answered?.Invoke(status);
            }
        }
    }

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"([^\"]+)\"")]
    private static partial Regex Token();
}
