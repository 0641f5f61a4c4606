using CsvHelper;

namespace OneMetre.Tests.Architecture;

public class GlossaryTests
{
    static readonly CsvReaderOptions Options = new() { Separator = ',' };
    static readonly string[] Columns = ["zh", "en", "identifier", "module"];
    static readonly string[] Modules = ["Platform", "Indicators", "Programme", "Spaces", "Services", "Protection", "Participation", "Portal", "Web"];

    static List<Dictionary<string, string>> Terms()
    {
        var terms = new List<Dictionary<string, string>>();
        using var reader = CsvReader.FromFile(Path.Combine(Repository.Root, "docs", "glossary.csv"), Options);
        while (reader.Read()) terms.Add(Columns.ToDictionary(column => column, reader.GetString));
        return terms;
    }

    [Fact]
    public void Every_term_has_one_name_in_Chinese_and_one_identifier()
    {
        var terms = Terms();

        Assert.DoesNotContain(terms.CountBy(term => term["zh"]), count => count.Value > 1);
        Assert.DoesNotContain(terms.CountBy(term => term["identifier"]), count => count.Value > 1);
        Assert.All(terms, term => Assert.DoesNotContain("", term.Values));
        Assert.All(terms, term => Assert.Contains(term["module"], Modules));
    }
}
