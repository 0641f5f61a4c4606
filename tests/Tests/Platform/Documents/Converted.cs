using System.Diagnostics;
using OneMetre.Platform.Documents;
using static OneMetre.Tests.Platform.Documents.WordFile;

namespace OneMetre.Tests.Platform.Documents;

/// <summary>The sample plan as LibreOffice saves it in other formats. Made once for all tests.</summary>
static class Converted
{
    static readonly Lazy<Task<string>> Folder = new(Make);

    public static readonly byte[] Docx = Of(Sample(), Numbers, header: P("绿芽行动内部资料"));

    public static async Task<byte[]> Get(string extension) => await File.ReadAllBytesAsync(Path.Combine(await Folder.Value, $"plan.{extension}"));

    const string Numbers = """<w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="multilevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:suff w:val="nothing"/><w:lvlText w:val="%1、"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>""";

    static string Sample()
    {
        string[] places = ["街角花园", "社区步道", "图书角", "河滨沙池", "校门广场", "旧厂阅览室", "屋顶菜园", "桥下球场", "公交站台", "菜场书屋", "山脚营地", "老街戏台", "医院候诊区", "科技馆角落", "湿地栈道"];
        var body = P("星河市绿芽行动实施方案") + P("总体要求", 1, 0)
            + P("以一米高度看城市，让孩子走得到、玩得好、说得上话。到2027年，全市建成儿童友好街角花园36处，每个社区至少开放1处室内活动空间，家门口的路更安全，书更近，空气更好。")
            + P("重点任务", 1, 0);
        for (var i = 0; i < places.Length; i++)
            body += P($"（{i + 1}）更新{places[i]}。按照就近方便的原则，由孩子、家长和设计师一起踏勘、一起画图、一起验收，每年更新{i + 3}处，并在完工后三十天内公开花费与照片。");
        var rows = places.Select((place, i) => Tr(
            Tc(i % 3 == 0 ? $"第{i / 3 + 1}组空间" : "", i % 3 == 0 ? "<w:vMerge w:val=\"restart\"/>" : "<w:vMerge/>"),
            Tc($"{i + 1}.更新{place}，听取孩子意见并公开结果。"), Tc("市园林局"), Tc(i % 2 == 0 ? "市教育局、市妇联" : "")));
        var header = Tr(Tc("领域"), Tc("任务"), Tc("牵头单位"), Tc("配合单位")).Replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>", StringComparison.Ordinal);
        const string borders = """<w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders><w:top w:val="single" w:sz="4"/><w:left w:val="single" w:sz="4"/><w:bottom w:val="single" w:sz="4"/><w:right w:val="single" w:sz="4"/><w:insideH w:val="single" w:sz="4"/><w:insideV w:val="single" w:sz="4"/></w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="1500"/><w:gridCol w:w="4000"/><w:gridCol w:w="1500"/><w:gridCol w:w="2000"/></w:tblGrid>""";
        return body + P("附件：任务分解表") + Tbl([header, .. rows]).Replace("<w:tblPr/><w:tblGrid/>", borders, StringComparison.Ordinal) + P("说明：任务逐年调整。");
    }

    static async Task<string> Make()
    {
        var office = Programs.OfThisMachine.Office ?? throw new InvalidOperationException("These tests need LibreOffice: apt-get install libreoffice-writer-nogui poppler-utils fonts-noto-cjk.");
        var folder = Directory.CreateTempSubdirectory("onemetre-test-").FullName;
        var docx = Path.Combine(folder, "plan.docx");
        await File.WriteAllBytesAsync(docx, Docx);
        foreach (var format in (string[])["pdf", "doc"])
        {
            using var process = Process.Start(office, [$"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", format, "--outdir", folder, docx]);
            await process.WaitForExitAsync();
        }
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        return folder;
    }
}
