using System.Text.RegularExpressions;

namespace OneMetre.Tests.Architecture;

/// <summary>What the documents on security say of the tree is so: the tests and files that they name exist, and their own numbers add up.</summary>
public partial class SecurityDocumentTests
{
    static IEnumerable<string> Documents => Repository.Files("*.md", "docs/security").Append(Path.Combine(Repository.Root, "SECURITY.md"));

    [Fact]
    public void Every_test_that_a_security_document_names_exists()
    {
        var sources = Repository.Files("*.cs", "tests").Where(f => !f.Contains("/obj/", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var named = Documents.SelectMany(d => NamedTest().Matches(File.ReadAllText(d)).Select(m => (Document: Repository.Short(d), Class: m.Groups[1].Value, Method: m.Groups[2].Value))).Distinct().ToList();
        Assert.True(named.Count > 60, $"{named.Count} tests are named");
        Assert.DoesNotContain(named, t => !sources.Any(s => Regex.IsMatch(s, $@"\bclass {t.Class}\b") && (t.Method.Length == 0 || s.Contains($" {t.Method}(", StringComparison.Ordinal))));
    }

    [Fact]
    public void Every_file_that_a_security_document_names_exists() => Assert.Empty(
        from document in Documents
        from Match named in NamedFile().Matches(File.ReadAllText(document))
        let path = Path.Combine(Repository.Root, named.Groups[1].Value)
        where !File.Exists(path) && !Directory.Exists(path)
        select $"{Repository.Short(document)}: {named.Groups[1].Value}");

    [Fact]
    public void Every_requirement_of_levels_one_and_two_stands_once_with_its_state()
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, "docs/security/asvs.md"));
        var rows = Row().Matches(text).Select(m => (Number: m.Groups[1].Value, Level: m.Groups[2].Value, Asks: m.Groups[3].Value.Trim(), State: m.Groups[4].Value.Trim(), Where: m.Groups[5].Value.Trim(), Test: m.Groups[6].Value.Trim())).ToList();
        Assert.Equal((70, 183), (rows.Count(r => r.Level == "1"), rows.Count(r => r.Level == "2"))); // as the standard has them
        Assert.DoesNotContain(rows.CountBy(r => r.Number), c => c.Value > 1);
        Assert.All(rows, r => Assert.True(r.State is "met" or "partly" or "not" or "not applicable" && r.Asks.Length > 0, r.Number));
        Assert.DoesNotContain(rows, r => r.State is "met" or "partly" && r.Where.Length == 0 && r.Test.Length == 0);
        Assert.Contains($"{rows.Count(r => r.State == "met")} met, {rows.Count(r => r.State == "partly")} partly, {rows.Count(r => r.State == "not")} not, {rows.Count(r => r.State == "not applicable")} not applicable", text, StringComparison.Ordinal);
    }

    [GeneratedRegex(@"`(\w+Tests)(?:\.(\w+))?`")]
    private static partial Regex NamedTest();

    [GeneratedRegex("`((?:docs|src|tests|bench)/[^`{}*]+)`")]
    private static partial Regex NamedFile();

    [GeneratedRegex(@"^\| (\d+\.\d+\.\d+) \| ([12]) \|([^|]*)\|([^|]*)\|([^|]*)\|([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();
}
