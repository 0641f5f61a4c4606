using System.Globalization;
using OneMetre.Indicators.Browsing;
using OneMetre.Indicators.Rules;
using OneMetre.Platform.Files;
using OneMetre.Platform.Results;
using OneMetre.Platform.Ui;

namespace OneMetre.Indicators.Briefing;

/// <summary>
/// 监测报告: what the figures of a year, or of a part of one, say, as the city's template puts them. Every sentence that is not the city's own is made from figures by rule, nothing is interpreted; every figure of the
/// period leads to its source. It is Chinese in whichever language the page was read. What lies within a year is held against the same period of the year before and not against targets.
/// </summary>
static class MonitoringReport
{
    /// <summary>So many of those that lag are drawn; the others are told.</summary>
    const int MostLines = 6;

    static readonly (string, int, bool)[] Years = [("序号", 640, true), ("指标", 2900, false), ("单位", 900, true), ("上年", 1050, true), ("本年", 1050, true), ("目标", 1400, true), ("评价", 905, true)];
    static readonly (string, int, bool)[] Parts = [("序号", 640, true), ("指标", 2900, false), ("单位", 900, true), ("上年同期", 1050, true), ("本期", 1050, true), ("增减", 905, true), ("目标", 1400, true)];

    /// <param name="source">Where the figure of an indicator is explained.</param>
    public static IEnumerable<PaperPiece> Of(IReadOnlyList<TemplateLine> template, DashboardView view, string organiser, Func<DashboardCard, Uri> source, DateOnly on)
    {
        var facts = new ReportFacts(view, organiser, on, source);
        var title = template.Where(l => l.Kind == TemplateKind.Title).Select(l => Plain(l, facts)).Where(t => t.Length > 0).ToList();
        yield return new PaperPiece.Title(title);
        foreach (var line in template)
            switch (line.Kind)
            {
                case TemplateKind.Title: break;
                case TemplateKind.Heading when Plain(line, facts) is { Length: > 0 } heading: yield return new PaperPiece.Heading(heading); break;
                case TemplateKind.Subheading when Plain(line, facts) is { Length: > 0 } subheading: yield return new PaperPiece.Subheading(subheading); break;
                case TemplateKind.Text when Filled(line.Pieces, facts) is { Count: > 0 } texts: yield return new PaperPiece.Paragraph(texts); break;
                case TemplateKind.Block:
                    foreach (var piece in Block(line.Pieces[0].Text, view, facts, source)) yield return piece;
                    break;
            }
    }

    /// <summary>The title as a name of the file.</summary>
    public static string TitleOf(IEnumerable<PaperPiece> pieces) => string.Concat(pieces.OfType<PaperPiece.Title>().SelectMany(t => t.Lines));

    static List<PaperText> Filled(IReadOnlyList<TemplatePiece> pieces, ReportFacts facts)
    {
        var texts = new List<PaperText>();
        foreach (var sentence in TemplateText.Sentences(pieces))
        {
            var filled = sentence.Select(p => p.IsName ? facts.Of(p.Text) : (new PaperText(p.Text), false)).ToList();
            if (sentence.Zip(filled).Any(p => p.First.Needed && p.Second.Item2)) continue;
            texts.AddRange(filled.Select(f => f.Item1 ?? "—"));
        }
        return texts;
    }

    static string Plain(TemplateLine line, ReportFacts facts) => string.Concat(Filled(line.Pieces, facts).Select(t => t.Text));

    static IEnumerable<PaperPiece> Block(string name, DashboardView view, ReportFacts facts, Func<DashboardCard, Uri> source) => name switch
    {
        ReportFacts.Chart => Standing(view) is { } chart ? [new PaperPiece.Chart(chart)] : [],
        ReportFacts.Domains => Domains(view, source),
        ReportFacts.Attention => Attention(view, facts, source),
        ReportFacts.Notes => Notes(view),
        _ => ReportFacts.Split(name) is (_, { Length: > 0 } indicator) && facts.Card(indicator) is { } card && Course(card, view) is { } course ? [new PaperPiece.Chart(course)] : [],
    };

    static PaperPiece.Paragraph Say(params PaperText[] texts) => new PaperPiece.Paragraph(texts);

    static IEnumerable<PaperPiece> Domains(DashboardView view, Func<DashboardCard, Uri> source)
    {
        foreach (var (domain, n) in view.Domains.Select((d, i) => (d, i)))
        {
            yield return new PaperPiece.Subheading($"（{Chinese(n + 1)}）{domain.Name}");
            var (met, behind) = (domain.Cards.Count(c => c.LightWord == "indicators.light-met"), domain.Cards.Count(Behind));
            yield return Say(view.Period.IsWholeYear ? $"本领域监测指标{domain.Cards.Count}项，达标{met}项{(behind > 0 ? $"，进度滞后{behind}项" : "")}。{Moves(domain.Cards, view)}" : $"本领域报送年内数据的指标{domain.Cards.Count}项。{Moves(domain.Cards, view)}");
            yield return new PaperPiece.Table(view.Period.IsWholeYear ? Years : Parts, [.. domain.Cards.Select((c, i) => Row(c, i + 1, view, source))]);
        }
    }

    static IReadOnlyList<PaperText> Row(DashboardCard c, int number, DashboardView view, Func<DashboardCard, Uri> source)
    {
        PaperText now = new(Shown(c, c.Now?.Value) + (c.Now is { Value: not null, Whole: false } ? "*" : ""), c.Now?.Value is null ? null : source(c));
        PaperText[] row = [number.ToString(CultureInfo.InvariantCulture), c.Known.Indicator.Name, c.IsYesNo ? "—" : c.Known.Indicator.MeasureUnit, Shown(c, c.Before), now];
        return view.Period.IsWholeYear ? [.. row, Promised(c), Verdict(c)] : [.. row, c.Change is { } change ? (change > 0 ? "+" : "") + Text(change) : "—", Promised(c)];
    }

    /// <summary>As the plan prints it, with the year by which it is to be reached.</summary>
    static string Promised(DashboardCard card) => card.Promised?.Promise is not { } promise ? "—" : promise.Due is { } due && !promise.Text.Contains($"{due.Year}", StringComparison.Ordinal) ? $"{promise.Text}（{due.Year}年）" : promise.Text;

    static IEnumerable<PaperPiece> Attention(DashboardView view, ReportFacts facts, Func<DashboardCard, Uri> source)
    {
        var cards = view.Domains.SelectMany(d => d.Cards).Where(c => view.Period.IsWholeYear ? Behind(c) : c.Moved == -1).ToList();
        if (cards.Count == 0) yield return Say(view.Period.IsWholeYear ? "各项目标均按进度推进或者已经达标。" : "没有比上年同期变差的指标。");
        foreach (var (card, i) in cards.Select((c, i) => (c, i)))
        {
            var way = card.Target is { } target ? TargetPath.Expected(target, view.Period) : null;
            PaperText figure = new(Shown(card, card.Now!.Value) + Unit(card), source(card));
            yield return view.Period.IsWholeYear
                ? Say($"{i + 1}.{card.Known.Indicator.Name}：{Day.Text(view.Period)}为", figure, $"，目标为{Promised(card)}{(way is { } expected ? $"，按序时进度应为{Text(Formula.Shown(expected, card.Digits))}{Unit(card)}" : "")}。")
                : Say($"{i + 1}.{card.Known.Indicator.Name}：{Day.Text(view.Period)}为", figure, $"，{facts.Change(card, card.Change!.Value)}。");
            if (i < MostLines && Course(card, view) is { } course) yield return new PaperPiece.Chart(course);
        }
    }

    static IEnumerable<PaperPiece> Notes(DashboardView view)
    {
        var cards = view.Domains.SelectMany(d => d.Cards).ToList();
        yield return Say("比率类指标均由各地分子、分母分别汇总后计算，不取各地比率的平均数。“—”为没有数据，不是0。");
        if (cards.Exists(c => c.Now is { Value: not null, Whole: false })) yield return Say("带*的数字只含部分县（市、区），不与上年比较，不作评价：" + string.Join("；", cards.Where(c => c.Now is { Value: not null, Whole: false }).Select(c => $"{c.Known.Indicator.Name}（{c.Now!.Have}/{c.Now.Expected}）")) + "。");
        if (cards.Where(c => c.Now?.Revised == true).Select(c => c.Known.Indicator.Name).ToList() is { Count: > 0 } revised) yield return Say($"锁定后经批准修订过的数据：{string.Join("、", revised)}。");
        if (cards.Where(c => c.TakenOff.Count > 0).ToList() is { Count: > 0 } twice) yield return Say("汇总时已扣除申报的重复部分的指标：" + string.Join("；", twice.Select(c => $"{c.Known.Indicator.Name}（{string.Join("、", c.TakenOff.Select(o => o.What).Distinct())}）")) + "。");
        if (cards.Where(c => c.Breaks.Count > 0).ToList() is { Count: > 0 } broken) yield return Say("口径改变、前后不能直接相比的指标：" + string.Join("；", broken.Select(c => $"{c.Known.Indicator.Name}（{string.Join("、", c.Known.Breaks.Select(b => b.FromYear))}年起）")) + "。");
        if (cards.Where(c => c.Now?.Value is null).Select(c => c.Known.Indicator.Name).ToList() is { Count: > 0 } silent) yield return Say($"没有数据的指标：{string.Join("、", silent)}。");
    }

    /// <summary>How many indicators of each domain stand where, or moved which way.</summary>
    static PaperChart? Standing(DashboardView view)
    {
        (string Name, string Colour, Func<DashboardCard, bool> Is)[] kinds = view.Period.IsWholeYear
            ?
            [
                ("达标", "59B894", c => c.LightWord == "indicators.light-met"), ("按进度", "8CC6B8", c => c.LightWord != "indicators.light-met" && Verdict(c) == "按进度"), ("滞后", "D9822B", Behind),
                ("没有目标", "C9C5BB", c => c.LightWord == "indicators.light-no-target"), ("数据不全或无数据", "E9E6DF", c => c.LightWord is "indicators.light-partial" or "indicators.light-none"),
            ]
            : [("向好", "59B894", c => c.Moved == 1), ("持平", "8CC6B8", c => c.Moved == 0), ("变差", "D9822B", c => c.Moved == -1), ("不能比较", "E9E6DF", c => c.Moved is null)];
        if (view.Domains.Count == 0) return null;
        var series = kinds.Select(k => new ChartSeries(k.Name, [.. view.Domains.Select(d => (decimal?)d.Cards.Count(k.Is))], k.Colour)).Where(s => s.Values.Any(v => v > 0)).ToList();
        return new(view.Period.IsWholeYear ? $"{Day.Text(view.Period)}各领域指标进展（项）" : $"{Day.Text(view.Period)}各领域指标与上年同期相比（项）", string.Join("；", view.Domains.Select((d, n) => $"{d.Name}：{string.Join("，", series.Where(s => s.Values[n] > 0).Select(s => $"{s.Name}{Text(s.Values[n]!.Value)}项"))}")), [.. view.Domains.Select(d => d.Name)], series, Lines: false);
    }

    /// <summary>The periods of an indicator beside its way to the target; null where there are not two to draw.</summary>
    static PaperChart? Course(DashboardCard card, DashboardView view)
    {
        if (card.IsYesNo || card.Values.Count(v => v is not null) < 2) return null;
        decimal?[] path = [.. card.Path.Select(v => v is { } value ? Formula.Shown(value, card.Digits) : (decimal?)null)];
        var name = card.Known.Indicator.Name;
        return new($"{name}（{card.Known.Indicator.MeasureUnit}）", $"{name}：" + string.Join("，", view.Times.Zip(card.Values).Where(p => p.Second is not null).Select(p => $"{Day.Text(p.First)}{Text(p.Second!.Value)}")), [.. view.Times.Select(t => view.Period.Kind == Platform.Time.PeriodKind.Year ? $"{t.Year}" : Day.Text(t))],
            path.Any(v => v is not null) ? [new("实际", card.Values, "0A7B6C"), new("序时进度", path, "777777", Dashed: true)] : [new("实际", card.Values, "0A7B6C")], Lines: true, card.Known.Indicator.MeasureUnit);
    }

    public static bool Behind(DashboardCard card) => card.Light is Light.Yellow or Light.Orange or Light.Red;

    static string Verdict(DashboardCard card) => card.LightWord switch
    {
        "indicators.light-met" => "达标",
        "indicators.light-partial" => "数据不全",
        "indicators.light-none" => "无数据",
        "indicators.light-no-target" => "—",
        _ => Behind(card) ? "滞后" : card.Light == Light.Green ? "按进度" : "—",
    };

    /// <summary>Which way the figures moved that ought to move one way; neither praise nor blame.</summary>
    static string Moves(IReadOnlyList<DashboardCard> cards, DashboardView view)
    {
        var moved = cards.Where(c => c.Moved is not null).ToList();
        var (better, same) = (moved.Count(c => c.Moved == 1), moved.Count(c => c.Moved == 0));
        var worse = moved.Where(c => c.Moved == -1).Select(c => c.Known.Indicator.Name).ToList();
        return moved.Count == 0 ? "" : $"与上年{(view.Period.IsWholeYear ? "" : "同期")}相比，{better}项向好{(worse.Count > 0 ? $"，{worse.Count}项变差（{string.Join("、", worse)}）" : "")}{(same > 0 ? $"，{same}项持平" : "")}。";
    }

    public static string Shown(DashboardCard card, decimal? value) => value is not { } v ? "—" : card.IsYesNo ? v > 0 ? "是" : "否" : card.Now?.Worked.High is { } high && card.Now.Value == v ? $"{Text(v)}—{Text(high)}" : Text(Formula.Shown(v, card.Digits));
    public static string Unit(DashboardCard card) => card.IsYesNo ? "" : card.Known.Indicator.MeasureUnit;
    static string Text(decimal value) => Figure.Text(value);
    static string Chinese(int n)
    {
        const string Digits = "一二三四五六七八九";
        return n switch { < 10 => Digits[n - 1].ToString(), 10 => "十", < 20 => $"十{Digits[n - 11]}", < 100 => $"{Digits[n / 10 - 1]}十{(n % 10 > 0 ? Digits[n % 10 - 1] : null)}", _ => n.ToString(CultureInfo.InvariantCulture) };
    }
}
