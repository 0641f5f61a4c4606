using System.Text.Json;
using OneMetre.Platform.Documents;
using OneMetre.Programme.Importing;

namespace OneMetre.Tests.Programme.Importing;

/// <summary>Reads the real plans where they lie beside the repository; without them an invented plan must pass the same comparison.</summary>
public class GoldPlansTests
{
    static readonly string[] TargetKeys = ["value", "value_max", "comparator", "deadline"];
    static readonly string[] NearbyFolders = ["shared/plans", "../shared/plans"];

    [Fact]
    public async Task The_reader_finds_what_a_careful_person_finds()
    {
        var folder = Plans();
        if (folder is null)
        {
            var draft = Draft.Of("某市方案", "一、重点任务", "（一）甲", "1.任务。到2026年，建成2个。（牵头单位：市甲局）", "2.任务乙。建成3个。（牵头单位：市乙局）");
            Assert.Equal(["= 2 个 2026-12-31", "= 3 个"], draft.Tasks.Select(t => Draft.Lines(t.Targets)));
            return;
        }
        foreach (var file in Directory.EnumerateFiles(Path.Combine(folder, "gold"), "*.json"))
        {
            using var gold = JsonDocument.Parse(await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken));
            var text = Path.Combine(folder, Path.GetFileNameWithoutExtension(file) + ".txt");
            var source = await DocumentReader.Read(await File.ReadAllBytesAsync(text, TestContext.Current.CancellationToken), text, TestContext.Current.CancellationToken);
            using var written = new MemoryStream();
            PlanJson.Write(PlanReader.Read(source), written);
            using var read = JsonDocument.Parse(written.ToArray());
            var (expected, found) = (gold.RootElement, read.RootElement);

            Assert.Equal(expected.GetProperty("counts").GetProperty("tasks").GetInt32(), found.GetProperty("counts").GetProperty("tasks").GetInt32());
            Assert.InRange(F1(expected, found, "lead"), 0.99, 1);
            Assert.InRange(F1(expected, found, "partners"), 0.98, 1);
            Assert.InRange(F1(expected, found, "targets"), 0.93, 1);
        }
    }

    static string? Plans()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            foreach (var near in NearbyFolders)
                if (Directory.Exists(Path.Combine(folder.FullName, near, "gold"))) return Path.Combine(folder.FullName, near);
        return null;
    }

    static double F1(JsonElement gold, JsonElement read, string part)
    {
        var (tp, fp, fn) = (0, 0, 0);
        foreach (var (expected, found) in gold.GetProperty("tasks").EnumerateArray().Zip(read.GetProperty("tasks").EnumerateArray()))
        {
            var left = found.GetProperty(part).EnumerateArray().Select(Key).ToList();
            foreach (var one in expected.GetProperty(part).EnumerateArray().OrderBy(Ambiguous))
            {
                if (left.Remove(Key(one))) tp += Ambiguous(one) ? 0 : 1;
                else if (!Ambiguous(one)) fn++;
            }
            fp += left.Count;
        }
        return tp == 0 && fp + fn == 0 ? 1 : 2.0 * tp / (2 * tp + fp + fn);
    }

    static bool Ambiguous(JsonElement one) => one.TryGetProperty("ambiguous", out var mark) && mark.GetBoolean();

    static string Key(JsonElement one) => one.TryGetProperty("name", out var name) ? name.GetString()!
        : string.Join('|', TargetKeys.Select(k => one.GetProperty(k) is { ValueKind: JsonValueKind.Number } number ? number.GetDecimal().ToString("0.####", System.Globalization.CultureInfo.InvariantCulture) : one.GetProperty(k).ToString()));
}
