using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;
using OneMetre.Web.Demo;

namespace OneMetre.Bench;

/// <summary>
/// A hundred thousand damaged documents through every reader and the plan grammar, from fixed seeds: text, Word files as they lie on the disk, the
/// XML inside a sound Word file, old .doc files and PDFs. Readers never throw; none may take longer than two seconds, nor may memory grow without end.
/// </summary>
static class Fuzz
{
    const int Inputs = 100_000;

    sealed record Kind(string Name, int Share, Func<Random, byte[]> Make);

    public static async Task Run(Figures figures)
    {
        using var word = new MemoryStream();
        SamplePlanDocument.WriteCurrent(word);
        var docx = word.ToArray();
        var read = await DocumentReader.Read(docx, "plan.docx", default);
        var text = Encoding.UTF8.GetBytes(string.Join('\n', read.Blocks.Select(b => b.Text)));
        var (pdf, doc) = (await Converted(docx, "pdf"), await Converted(docx, "doc"));
        if (pdf is null || doc is null) figures.Tell("LibreOffice is not installed: no .doc and no .pdf among the inputs");

        // In a thousand inputs. A PDF starts a program of its own, and a broken zip file stops at the door: both are few.
        List<Kind> kinds =
        [
            new("plan.txt", 798, random => Mutate(Slice(text, random), random)),
            new("plan.docx", 30, random => Mutate(docx, random)),
            new("plan.docx", 120, random => WithBody(docx, xml => Mutate(xml, random))),
        ];
        if (doc is not null) kinds.Add(new("plan.doc", 50, random => Mutate(doc, random)));
        if (pdf is not null) kinds.Add(new("plan.pdf", 2, random => Mutate(pdf, random)));
        var turns = kinds.SelectMany(k => Enumerable.Repeat(k, k.Share)).ToArray();
        var programs = Programs.OfThisMachine with { Office = null }; // the reader of .doc is ours; LibreOffice is not what is tried here

        var (crashes, understood) = (0, 0);
        double slowest = 0, slowestPdf = 0, total = 0;
        long most = 0;
        for (var i = 0; i < Inputs; i++)
        {
            var random = new Random(i);
            var kind = turns[random.Next(turns.Length)];
            var input = kind.Make(random);
            var watch = Stopwatch.GetTimestamp();
            try
            {
                var document = await DocumentReader.Read(input, kind.Name, programs, default);
                if (!document.Refused) understood++;
                PlanReader.Read(document);
            }
            catch (Exception problem)
            {
                crashes++;
                figures.Tell($"input {i} ({kind.Name}) broke: {problem.GetType().Name} {problem.Message}");
                if (crashes > 20) break;
            }
            var seconds = Stopwatch.GetElapsedTime(watch).TotalSeconds;
            total += seconds;
            if (kind.Name == "plan.pdf") slowestPdf = Math.Max(slowestPdf, seconds);
            else slowest = Math.Max(slowest, seconds);
            if (i % 1000 == 0) most = Math.Max(most, Process.GetCurrentProcess().WorkingSet64);
        }
        figures.Tell($"{Inputs} inputs in {total:0} s, {understood} of them still documents");
        figures.Add("fuzz-crashes", crashes, "inputs", "<=", 0);
        figures.Add("fuzz-slowest", slowest * 1000, "ms", "<", 2000);
        if (pdf is not null) figures.Add("fuzz-slowest-pdf", slowestPdf, "s", "<", 130); // two programs that are stopped after a minute each
        figures.Add("fuzz-memory", most / 1048576.0, "MiB", "<", 1024);
    }

    /// <summary>The sample as LibreOffice saves it in another format, where it is installed.</summary>
    static async Task<byte[]?> Converted(byte[] docx, string extension)
    {
        if (Programs.OfThisMachine.Office is not { } office) return null;
        var folder = Directory.CreateTempSubdirectory("onemetre-fuzz-").FullName;
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "plan.docx"), docx);
            var start = new ProcessStartInfo(office, [$"-env:UserInstallation=file://{folder}/profile", "--headless", "--convert-to", extension, "--outdir", folder, Path.Combine(folder, "plan.docx")]) { RedirectStandardOutput = true };
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync();
            return await File.ReadAllBytesAsync(Path.Combine(folder, $"plan.{extension}"));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    static byte[] WithBody(byte[] docx, Func<byte[], byte[]> change)
    {
        using var file = new MemoryStream();
        file.Write(docx);
        using (var zip = new ZipArchive(file, ZipArchiveMode.Update, leaveOpen: true))
        {
            var entry = zip.GetEntry("word/document.xml")!;
            using var content = new MemoryStream();
            using (var old = entry.Open()) old.CopyTo(content);
            entry.Delete();
            using var changed = zip.CreateEntry("word/document.xml", CompressionLevel.Fastest).Open();
            changed.Write(change(content.ToArray()));
        }
        return file.ToArray();
    }

    // A part of the plan is enough for a grammar to stumble over, and ten times quicker than the whole.
    static byte[] Slice(byte[] text, Random random)
    {
        var length = Math.Min(text.Length, 600 + random.Next(3000));
        var start = random.Next(text.Length - length + 1);
        return text[start..(start + length)];
    }

    static readonly byte[][] Scraps = [.. new[]
    {
        "（牵头单位：", "；配合单位：", "、", "。", "\n", "\t", "第一条 ", "（十二）", "行动9999：", "到2025年底", "每年降低", "百分之", "％", "1-2", "〔2022〕", "等", "九千九百九十九万亿", "\u0000", "\uFEFF", "（（（（（（（（", "））））））))",
        "①", "“", "”", "负责）", "牵头，", "列第一位的为牵头单位，下同", "20000000000000000000000000个", "0.00000000000000000001%", "附件1", "序号\t名称\t责任单位",
        "<w:p>", "</w:p>", "<w:tbl>", "<w:tr><w:tc>", "<!DOCTYPE x [<!ENTITY a \"b\">]>", "&a;", "<![CDATA[", "<w:numId w:val=\"-1\"/>", "<w:gridSpan w:val=\"2147483647\"/>", "<w:vMerge/>",
    }.Select(Encoding.UTF8.GetBytes)];

    static byte[] Mutate(byte[] source, Random random)
    {
        var bytes = new List<byte>(source);
        for (var change = random.Next(1, 9); change > 0 && bytes.Count > 2; change--)
        {
            var at = random.Next(bytes.Count);
            switch (random.Next(6))
            {
                case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
                case 1: bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)); break;
                case 2: bytes.InsertRange(at, Scraps[random.Next(Scraps.Length)]); break;
                case 3: bytes.InsertRange(at, bytes.GetRange(0, Math.Min(bytes.Count, random.Next(1, 200)))); break;
                case 4: bytes.InsertRange(at, Enumerable.Repeat(bytes[at], random.Next(1, 500))); break;
                default: bytes.RemoveRange(at, bytes.Count - at); break;
            }
        }
        return [.. bytes];
    }
}
