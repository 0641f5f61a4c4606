using OneMetre.Platform.Documents;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Demo;

public class SamplePlanReadingTests
{
    static async Task<SourceDocument> Read(Action<Stream> write)
    {
        using var stream = new MemoryStream();
        write(stream);
        return await DocumentReader.Read(stream.ToArray(), "plan.docx", TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_reader_prints_the_current_plan_as_Word_does()
    {
        var document = await Read(SamplePlanDocument.WriteCurrent);
        var lines = document.Blocks.Where(block => block.Kind == BlockKind.Paragraph).Select(block => block.Text).ToArray();

        Assert.False(document.Refused);
        Assert.Contains("一、总体要求", lines);
        Assert.Contains("（六）儿童参与友好：让孩子说话算数", lines);
        Assert.Contains("三、保障措施", lines);
        Assert.All(SamplePlan.Current.Tasks, task => Assert.Contains($"{task.Label}.{task.Title}。{task.Body}", lines));
    }

    [Fact]
    public async Task The_reader_finds_the_tables_with_their_merged_cells()
    {
        var cells = (await Read(SamplePlanDocument.WriteCurrent)).Blocks.Where(block => block.Kind == BlockKind.Cell).ToArray();

        Assert.Equal([0, 1, 2, 3], cells.Select(cell => cell.Cell!.Value.Table).Distinct());
        Assert.Equal(2, cells.Single(cell => cell.Text == "责任单位" && cell.Cell!.Value.Table == 0).Cell!.Value.ColumnSpan);
        Assert.Equal(6, cells.Single(cell => cell.Text == "社会政策友好" && cell.Cell!.Value.Table == 0).Cell!.Value.RowSpan);
    }

    [Fact]
    public async Task The_reader_prints_the_earlier_plan()
    {
        var document = await Read(SamplePlanDocument.WriteEarlier);

        Assert.False(document.Refused);
        Assert.Equal(20, document.Blocks.Count(block => block.Text.EndsWith("配合）", StringComparison.Ordinal)));
    }
}
