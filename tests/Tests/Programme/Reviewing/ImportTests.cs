using System.Text;
using Microsoft.EntityFrameworkCore;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Programme;
using OneMetre.Programme.Importing;
using OneMetre.Programme.Model;
using OneMetre.Tests.Fixtures;

namespace OneMetre.Tests.Programme.Reviewing;

public class ImportTests
{
    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_same_file_opens_the_draft_that_is_there(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var first = await Drafts.Upload(city, office, Drafts.First);
        Assert.Equal(first, await Drafts.Upload(city, office, Drafts.First, fileName: "最终版3.txt"));
        Assert.NotEqual(first, await Drafts.Upload(city, office, Drafts.Second));

        await city.As(office, (AbandonImport abandon) => abandon.Run(first, default));
        Assert.NotEqual(first, await Drafts.Upload(city, office, Drafts.First));
    }

    [Theory]
    [InlineData("方案.xlsx", "x", "programme.import-format")]
    [InlineData("方案.docx", "", "programme.import-empty-file")]
    [InlineData("", "x", "programme.import-no-file")]
    public async Task A_file_that_cannot_be_a_plan_is_refused_in_words(string name, string content, string code)
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var result = await city.As(office, (UploadPlan upload) => upload.Run(name, Encoding.UTF8.GetBytes(content), null, default));
        Assert.Equal(code, Assert.Single(result.Problems).Code);
    }

    [Fact]
    public async Task A_file_over_twenty_megabytes_is_refused()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var result = await city.As(office, (UploadPlan upload) => upload.Run("方案.txt", new byte[UploadPlan.LargestFile + 1], null, default));
        Assert.Equal("programme.import-too-large", Assert.Single(result.Problems).Code);
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task The_job_reads_tasks_units_and_their_places(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Upload(city, office, Drafts.First);
        await Drafts.Read(city, office, import);

        var sheet = await Drafts.Sheet(city, office, import);
        Assert.Equal(ImportState.Reviewing, sheet.Import.State);
        Assert.Equal(3, sheet.Tasks.Count());
        Assert.Equal(Drafts.UnitNames.Order(), sheet.Matches.Keys.Order());
        Assert.All(sheet.Matches.Values, m => Assert.True(m.Settled));
        Assert.All(sheet.Tasks, e => Assert.NotEmpty(e.Places));
    }

    [Theory, MemberData(nameof(City.Engines), MemberType = typeof(City))]
    public async Task Read_twice_after_a_crash_leaves_one_set_of_rows(string engine)
    {
        await using var city = await City.On(engine);
        var (office, _) = await Drafts.People(city);
        var import = await Drafts.Upload(city, office, Drafts.First);
        await Drafts.Read(city, office, import);
        var before = await Count(city, office, import);

        // The process died after the rows were written and before the job was known to be done; then with the import still marked as being read.
        await Drafts.Read(city, office, import);
        Assert.Equal(before, await Count(city, office, import));
        await city.As(office, async (ProgrammeData data) =>
        {
            (await data.Imports.SingleAsync(i => i.Id == import)).State = ImportState.Reading;
            await data.Save(default);
        });
        await Drafts.Read(city, office, import);
        Assert.Equal(before, await Count(city, office, import));
    }

    [Fact]
    public async Task A_refused_document_says_why_and_may_be_read_again()
    {
        await using var city = await City.On("Sqlite");
        var (office, _) = await Drafts.People(city);
        var import = await city.As(office, async (UploadPlan upload) => (await upload.Run("方案.docx", new byte[] { 0x50, 0x4b, 3, 4, 9, 9, 9 }, null, default)).Value);
        await Drafts.Read(city, office, import);
        var sheet = await Drafts.Sheet(city, office, import);
        Assert.Equal(ImportState.Refused, sheet.Import.State);
        Assert.NotEmpty(sheet.Findings);

        await city.As(office, (RetryReading retry) => retry.Run(import, default));
        Assert.Equal(ImportState.Reading, (await Drafts.Sheet(city, office, import)).Import.State);
    }

    [Fact]
    public async Task Only_the_office_sees_imports()
    {
        await using var city = await City.On("Sqlite");
        var (office, units) = await Drafts.People(city);
        await Drafts.Upload(city, office, Drafts.First);
        Assert.Equal(0, await city.As(units[0], (ProgrammeData data) => data.Imports.CountAsync()));
    }

    static Task<(int, int, int, int)> Count(City city, Actor office, Guid import) => city.As(office, async (ProgrammeData data) => (
        await data.SourceBlocks.CountAsync(b => b.ImportId == import), await data.Entries.CountAsync(e => e.ImportId == import),
        await data.Findings.CountAsync(f => f.ImportId == import), await data.UnitMatches.CountAsync(m => m.ImportId == import)));
}
