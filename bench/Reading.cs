using System.Diagnostics;
using System.Text;
using DocumentFormat.OpenXml;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Wordprocessing;
using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;
using OneMetre.Web.Demo;

namespace OneMetre.Bench;

/// <summary>
/// Reading plans: from the bytes of the file to the whole draft with its findings. Real plans from ../shared/plans where that folder stands beside
/// the repository, else the plans of the demo city. The peer is pandoc -t plain on the same .docx, which understands nothing of what it reads.
/// </summary>
static class Reading
{
    const int Runs = 15;

    // As long as it takes until the code of a server that runs all day is compiled in full.
    static readonly TimeSpan Warming = TimeSpan.FromSeconds(20);

    public static async Task Run(Figures figures)
    {
        double bytes = 0, seconds = 0, slowest = 0;
        double ours = 0, pandoc = 0;
        var withPandoc = HasPandoc();
        var folder = Directory.CreateTempSubdirectory("onemetre-reading-").FullName;
        try
        {
            for (var watch = Stopwatch.StartNew(); watch.Elapsed < Warming;)
                foreach (var (name, content) in Plans()) await Once(content, name);

            foreach (var (name, content) in Plans())
            {
                var time = await Median(content, name);
                bytes += content.Length;
                seconds += time;
                slowest = Math.Max(slowest, time);
                figures.Tell($"{name}: {content.Length / 1024.0:0} KB in {time * 1000:0.0} ms");

                var docx = name.EndsWith(".docx", StringComparison.Ordinal) ? content : Docx(Encoding.UTF8.GetString(content));
                if (!withPandoc) continue;
                ours += await Median(docx, "plan.docx");
                pandoc += Pandoc(folder, docx);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        figures.Add("reading-slowest-plan", slowest * 1000, "ms", "<", 100);
        figures.Add("reading-speed", bytes / 1e6 / seconds, "MB/s", ">=", 5);
        if (withPandoc) figures.Add("reading-docx-time", ours / pandoc, "of-pandoc", "<=", 1);
        else figures.Tell("pandoc is not installed: no peer");
    }

    static async Task<double> Median(byte[] content, string name)
    {
        var times = new List<double>();
        for (var run = 0; run < Runs; run++)
        {
            var watch = Stopwatch.GetTimestamp();
            await Once(content, name);
            times.Add(Stopwatch.GetElapsedTime(watch).TotalSeconds);
        }
        return Figures.Median(times);
    }

    static async Task Once(byte[] content, string name)
    {
        var draft = PlanReader.Read(await DocumentReader.Read(content, name, default));
        if (draft.Tasks.Count == 0) throw new InvalidOperationException($"{name}: no task was read.");
    }

    static IEnumerable<(string Name, byte[] Content)> Plans()
    {
        var shared = Figures.Repository() is { } root ? Path.Combine(root, "..", "shared", "plans") : "";
        if (Directory.Exists(shared))
        {
            foreach (var file in Directory.GetFiles(shared, "*.txt").Order(StringComparer.Ordinal)) yield return (Path.GetFileName(file), File.ReadAllBytes(file));
            yield break;
        }
        using var current = new MemoryStream();
        SamplePlanDocument.WriteCurrent(current);
        yield return ("current.docx", current.ToArray());
        using var earlier = new MemoryStream();
        SamplePlanDocument.WriteEarlier(earlier);
        yield return ("earlier.docx", earlier.ToArray());
    }

    static byte[] Docx(string text)
    {
        using var stream = new MemoryStream();
        using (var document = WordprocessingDocument.Create(stream, WordprocessingDocumentType.Document))
            document.AddMainDocumentPart().Document = new(new Body(text.Split('\n').Select(line => new Paragraph(new Run(new Text(line.TrimEnd('\r')) { Space = SpaceProcessingModeValues.Preserve })))));
        return stream.ToArray();
    }

    static bool HasPandoc() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(p => File.Exists(Path.Combine(p, "pandoc")));

    static double Pandoc(string folder, byte[] docx)
    {
        var file = Path.Combine(folder, "plan.docx");
        File.WriteAllBytes(file, docx);
        var times = new List<double>();
        for (var run = 0; run < 3; run++)
        {
            var watch = Stopwatch.GetTimestamp();
            using var process = Process.Start(new ProcessStartInfo("pandoc", ["-t", "plain", "-o", Path.Combine(folder, "plan.plain"), file]))!;
            process.WaitForExit();
            times.Add(Stopwatch.GetElapsedTime(watch).TotalSeconds);
        }
        return Figures.Median(times);
    }
}
