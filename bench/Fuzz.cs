using System.Diagnostics;
using System.Text;
using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;
using OneMetre.Web.Demo;

namespace OneMetre.Bench;

/// <summary>
/// A hundred thousand mutated documents through the readers: text and Word in this process, in turns, from a fixed seed.
/// Readers never throw; none may take longer than two seconds, nor may memory grow without end.
/// </summary>
static class Fuzz
{
    const int Inputs = 100_000;

    public static async Task Run(Figures figures)
    {
        using var word = new MemoryStream();
        SamplePlanDocument.WriteCurrent(word);
        var docx = word.ToArray();
        var read = await DocumentReader.Read(docx, "plan.docx", default);
        var text = Encoding.UTF8.GetBytes(string.Join('\n', read.Blocks.Select(b => b.Text)));

        var crashes = 0;
        double slowest = 0, total = 0;
        long most = 0;
        for (var i = 0; i < Inputs; i++)
        {
            // Most inputs are text: they reach the plan grammar, where a broken zip stops at the door. One in ten is a whole Word file.
            var isText = i % 10 != 0;
            var random = new Random(i);
            var input = Mutate(isText ? Slice(text, random) : docx, random);
            var watch = Stopwatch.GetTimestamp();
            try
            {
                PlanReader.Read(await DocumentReader.Read(input, isText ? "plan.txt" : "plan.docx", default));
            }
            catch (Exception problem)
            {
                crashes++;
                figures.Tell($"input {i} broke: {problem.GetType().Name} {problem.Message}");
                if (crashes > 20) break;
            }
            var seconds = Stopwatch.GetElapsedTime(watch).TotalSeconds;
            total += seconds;
            slowest = Math.Max(slowest, seconds);
            if (i % 1000 == 0) most = Math.Max(most, Process.GetCurrentProcess().WorkingSet64);
        }
        figures.Tell($"{Inputs} inputs in {total:0} s");
        figures.Add("fuzz-crashes", crashes, "inputs", "<=", 0);
        figures.Add("fuzz-slowest", slowest * 1000, "ms", "<", 2000);
        figures.Add("fuzz-memory", most / 1048576.0, "MiB", "<", 1024);
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
