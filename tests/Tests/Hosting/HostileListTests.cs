using System.Text;
using OneMetre.Tests.Architecture;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Hosting.Hostile;

namespace OneMetre.Tests.Hosting;

/// <summary>One thing that somebody who means harm tries, and what the product answers. Both sentences are printed in docs/security/hostile-requests.md.</summary>
sealed record Attack(string Kind, string Tried, string Answer, Func<Target, Task> Run);

/// <summary>The list of hostile requests, each made against the whole running site and refused. ONEMETRE_APPROVE=hostile writes the list anew for the documents.</summary>
public sealed class HostileListTests(HostileSites sites) : IClassFixture<HostileSites>
{
    static readonly IReadOnlyList<Attack> All =
    [
        .. Injection.All, .. Paths.All, .. OtherPeoplesThings.All, .. ExtraFields.All, .. BorrowedForms.All, .. Cookies.All, .. TooMuch.All,
        .. Methods.All, .. Names.All, .. KeptPages.All, .. LeadingAway.All, .. HostileFiles.All, .. OtherSites.All, .. Wire.All, .. Unseen.All,
    ];

    static string Document => Path.Combine(Repository.Root, "docs/security/hostile-requests.md");

    public static TheoryData<string, string> Attacks()
    {
        var data = new TheoryData<string, string>();
        foreach (var engine in City.Engines)
            foreach (var attack in All) data.Add(engine, $"{attack.Kind}: {attack.Tried}");
        return data;
    }

    [Theory, MemberData(nameof(Attacks))]
    public async Task A_hostile_request_is_refused(string engine, string tried) => await All.Single(a => $"{a.Kind}: {a.Tried}" == tried).Run(await sites.On(engine));

    [Fact]
    public async Task The_document_lists_what_is_tested()
    {
        Assert.True(All.Count >= 60, $"{All.Count} hostile requests");
        var written = Written();
        if (Environment.GetEnvironmentVariable("ONEMETRE_APPROVE") == "hostile") await File.WriteAllTextAsync(Document, written);
        Assert.Equal(written, await File.ReadAllTextAsync(Document));
    }

    static string Written()
    {
        var text = new StringBuilder($"# Hostile requests\n\n{All.Count} things that somebody who means harm tries, each made by `tests/Tests/Hosting/HostileListTests.cs` against the whole running site, on SQLite and on\nPostgreSQL. "
            + "This page is printed from the rows of that test (`ONEMETRE_APPROVE=hostile`); a test compares the two.\n");
        var number = 0;
        foreach (var kind in All.GroupBy(a => a.Kind))
        {
            text.Append('\n').Append("## ").Append(kind.Key).Append("\n\n| | Tried | What happens |\n|---|---|---|\n");
            foreach (var attack in kind) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"| {++number} | {Cell(attack.Tried)} | {Cell(attack.Answer)} |\n");
        }
        return text.ToString();

        static string Cell(string sentence) => sentence.Replace("|", "\\|", StringComparison.Ordinal);
    }
}
