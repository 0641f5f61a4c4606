using System.Globalization;
using System.Net;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;
using ICSharpCode.SharpZipLib.Zip;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Audit;
using OneMetre.Platform.Data;
using OneMetre.Platform.Identity;
using OneMetre.Platform.Jobs;
using OneMetre.Platform.Notices;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Results;
using OneMetre.Protection;
using OneMetre.Protection.Erasing;
using OneMetre.Protection.Exporting;
using OneMetre.Protection.Model;
using OneMetre.Tests.Fixtures;
using OneMetre.Tests.Programme;

namespace OneMetre.Tests.Protection;

/// <summary>A county and a village beyond it with three invented children, somebody who asks for rows as a file, and the leader who decides.</summary>
sealed class ExportScene(City city, StoppedClock clock, Actor asker, Actor leader, IReadOnlyList<Guid> children) : IAsyncDisposable
{
    public City City => city;
    public StoppedClock Clock => clock;

    /// <summary>Civil affairs of the county, which sees clear; and the leader of its unit, who sees nobody.</summary>
    public Actor Asker => asker;
    public Actor Leader => leader;

    /// <summary>Two in the county, one beyond it.</summary>
    public IReadOnlyList<Guid> Registered => children;

    public async Task<Result<Guid>> Ask(Actor? by = null, Action<ExportForm>? change = null, string language = "zh-CN")
    {
        CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(language); // until this method returns
        var form = new ExportForm { Purpose = "CheckBenefit", Reason = "核对第四季度补贴", Columns = ["Name", "BirthDay", "IdNumber", "Address", "Guardian", "Phone"], Do = "ask" };
        change?.Invoke(form);
        return await city.As(by ?? asker, (AskForExport ask) => ask.Run(form, default));
    }

    public Task<Result<Export>> Decide(Guid id, string answer = "grant", string? reason = null, Actor? by = null) => city.As(by ?? leader, (DecideExport decide) => decide.Run(id, answer, reason, default));

    public async Task<Guid> Granted(Action<ExportForm>? change = null, Actor? by = null, Actor? decider = null)
    {
        var asked = await Ask(by, change);
        Assert.True(asked.Ok, string.Join(", ", asked.Problems.Select(p => p.Code)));
        Assert.True((await Decide(asked.Value, by: decider)).Ok);
        return asked.Value;
    }

    public async Task<Guid> Made(Action<ExportForm>? change = null, Actor? by = null, Actor? decider = null)
    {
        var id = await Granted(change, by, decider);
        Assert.True(await city.Use((JobHost host) => host.RunNext(default)));
        return id;
    }

    public Task<Result<string>> Show(Guid id, Actor? by = null) => city.As(by ?? asker, (TakeExport take) => take.Show(id, default));
    public Task<Result<(byte[] Bytes, string Number)>> Take(Guid id, Actor? by = null) => city.As(by ?? asker, (TakeExport take) => take.Take(id, default));

    /// <summary>What its asker reads in it, with the password that only they were shown.</summary>
    public async Task<(IReadOnlyList<string[]> Rows, string Header, bool Formulas)> Read(Guid id, Actor? by = null)
    {
        var password = (await Show(id, by)).Value!;
        return Open((await Take(id, by)).Value.Bytes, password);
    }

    public Task<Export> Row(Guid id) => city.Use((CityDb db) => db.Set<Export>().AsNoTracking().SingleAsync(e => e.Id == id));
    public Task<int> Archives() => city.Use((CityDb db) => db.Set<ExportArchive>().CountAsync());
    public ValueTask DisposeAsync() => city.DisposeAsync();

    public const string Formula = "=HYPERLINK(\"http://x\")";

    public static async Task<ExportScene> On(string engine)
    {
        var clock = new StoppedClock(City.Noon);
        var city = await Children.Small(engine, clock, s => s.AddSingleton<JobHost>());
        var near = await city.Child(await city.Director(), Children.Form("演示甲乙", Children.Number));
        var form = Children.Form("演示丙丁", village: Children.NextVillage);
        form.Address = Formula;
        var next = await city.Child(await city.Director(Children.NextVillage), form);
        var far = await city.Child(await city.Director(Children.FarVillage), Children.Form("演示戊己", Children.OtherNumber, Children.FarVillage));
        var asker = await city.Actor(RoleCode.CivilAffairs, "清河区民政局", "经办人", Children.County);
        return new(city, clock, asker, await city.Actor(RoleCode.UnitLeader, "清河区民政局", "负责人", Children.County, asker.Unit), [near, next, far]);
    }

    /// <summary>The rows of the one sheet in the archive, and what is printed over each page. It must not open without the password.</summary>
    public static (IReadOnlyList<string[]> Rows, string Header, bool Formulas) Open(byte[] archive, string password)
    {
        foreach (var wrong in new[] { null, "", password[..^1] })
        {
            using var shut = new ZipFile(new MemoryStream(archive)) { Password = wrong };
            Assert.Throws<ZipException>(() => shut.GetInputStream(0).ReadByte());
        }
        using var zip = new ZipFile(new MemoryStream(archive)) { Password = password };
        Assert.Equal((1, 256, true), (zip.Count, zip[0].AESKeySize, zip[0].IsCrypted));
        using var file = new MemoryStream();
        using (var inside = zip.GetInputStream(0)) inside.CopyTo(file);
        using var book = SpreadsheetDocument.Open(file, false);
        var sheet = book.WorkbookPart!.WorksheetParts.Single().Worksheet;
        return ([.. sheet.Descendants<Row>().Select(r => r.Elements<Cell>().Select(c => c.InnerText).ToArray())], sheet.Descendants<OddHeader>().Single().Text, sheet.Descendants<CellFormula>().Any());
    }
}
