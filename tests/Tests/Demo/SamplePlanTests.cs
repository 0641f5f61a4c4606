using System.Security.Cryptography;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Validation;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Tests.Architecture;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Demo;

public partial class SamplePlanTests
{
    public static TheoryData<bool> BothPlans => [true, false];

    static byte[] Bytes(bool current)
    {
        using var stream = new MemoryStream();
        if (current) SamplePlanDocument.WriteCurrent(stream);
        else SamplePlanDocument.WriteEarlier(stream);
        return stream.ToArray();
    }

    // For people who want to see what Word makes of it: artifacts/demo holds the files of the last test run.
    [Theory, MemberData(nameof(BothPlans))]
    public async Task The_document_can_be_looked_at(bool current)
    {
        var folder = Directory.CreateDirectory(Path.Combine(Repository.Root, "artifacts", "demo")).FullName;
        var plan = current ? SamplePlan.Current : SamplePlan.Earlier;

        await File.WriteAllBytesAsync(Path.Combine(folder, plan.Title + ".docx"), Bytes(current), TestContext.Current.CancellationToken);
    }

    static Document Open(bool current) => WordprocessingDocument.Open(new MemoryStream(Bytes(current)), isEditable: false).MainDocumentPart!.Document;

    [Fact]
    public void The_current_plan_has_40_tasks_in_6_domains_and_the_earlier_one_20()
    {
        Assert.Equal(40, SamplePlan.Current.Tasks.Count);
        Assert.Equal(6, SamplePlan.Current.Tasks.Select(task => task.Domain).Distinct().Count());
        Assert.Equal(20, SamplePlan.Earlier.Tasks.Count);
        Assert.Equal(Enumerable.Range(1, 40).Select(number => $"{number}"), SamplePlan.Current.Tasks.Select(task => task.Label));
    }

    [Fact]
    public void Every_current_task_has_its_steps_in_order_and_a_promise_that_a_child_can_read()
    {
        Assert.All(SamplePlan.Current.Tasks, task =>
        {
            Assert.Equal(task.Steps.OrderBy(step => step.Due), task.Steps);
            Assert.InRange(task.Steps.Count, 3, 5);
            Assert.True(task.Steps[^1].Due <= task.Due, $"{task.Title} has a step after its end");
            Assert.InRange(task.Due!.Value, new DateOnly(2025, 1, 1), new DateOnly(2027, 12, 31));
        });
        Assert.Equal(40, SamplePlan.Current.Promises.Count);
        Assert.All(SamplePlan.Current.Promises.Values, promise =>
        {
            Assert.InRange(promise.Zh.Length, 8, 40);
            Assert.InRange(promise.En.Split(' ').Length, 5, 20);
        });
    }

    [Fact]
    public void The_document_numbers_are_written_as_the_rule_wants() =>
        Assert.All(DemoCity.Generate(scale: 3).Plans, plan => Assert.Matches(@"^\p{IsCJKUnifiedIdeographs}{2,12}〔(19|20)\d{2}〕[1-9]\d*号$", plan.Text.Number));

    [Theory, MemberData(nameof(BothPlans))]
    public void The_same_plan_gives_the_same_bytes(bool current) => Assert.Equal(SHA256.HashData(Bytes(current)), SHA256.HashData(Bytes(current)));

    [Theory, MemberData(nameof(BothPlans))]
    public void The_document_is_valid_for_Word(bool current)
    {
        using var package = WordprocessingDocument.Open(new MemoryStream(Bytes(current)), isEditable: false);

        Assert.Empty(new OpenXmlValidator(FileFormatVersions.Office2016).Validate(package).Select(error => $"{error.Path?.XPath}: {error.Description}"));
    }

    [Fact]
    public void Word_numbers_the_headings_and_tasks_of_the_current_plan()
    {
        var numbered = Open(current: true).Descendants<NumberingProperties>().GroupBy(number => (number.NumberingId!.Val!.Value, number.NumberingLevelReference!.Val!.Value))
            .ToDictionary(group => group.Key, group => group.Count());

        Assert.Equal(3, numbered[(1, 0)]);
        Assert.Equal(2 + 6 + 3, numbered[(1, 1)]);
        Assert.Equal(40, numbered[(2, 0)]);
    }

    [Fact]
    public void The_tables_of_the_current_plan_list_tasks_projects_policies_and_indicators()
    {
        var tables = Open(current: true).Descendants<Table>().ToArray();

        Assert.Equal([2 + 40, 1 + 8, 1 + 6, 1 + 32], tables.Select(table => table.Elements<TableRow>().Count()));
        Assert.Equal(6, tables[3].Descendants<VerticalMerge>().Count(merge => merge.Val! == MergedCellValues.Restart));
        Assert.NotEmpty(tables[0].Descendants<GridSpan>());
    }

    [Fact]
    public void The_earlier_plan_names_its_units_in_brackets() =>
        Assert.Equal(20, Open(current: false).Descendants<Paragraph>().Count(paragraph => UnitsInBrackets().IsMatch(paragraph.InnerText)));

    [GeneratedRegex(@"^\d+．.+（.+牵头，.+配合）$")]
    private static partial Regex UnitsInBrackets();
}
