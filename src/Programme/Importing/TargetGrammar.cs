using System.Text.RegularExpressions;

namespace OneMetre.Programme.Importing;

/// <summary>Which promises are looked for. Framing sections state visions and working rules, so less counts as a promise there.</summary>
[Flags]
enum TargetScope { Numbers = 1, Dated = 2, Directional = 4, Reporting = 8, Task = Numbers | Dated | Directional | Reporting, Aims = Task, Frame = Numbers | Reporting }

/// <summary>
/// Reads the checkable promises out of a task's text: numbers with what they bound, words that mean all of something, deliverables with a date,
/// directions of named rates, and recurring reports. Numbers that only describe scope, conditions or names are left alone.
/// </summary>
static partial class TargetGrammar
{
    public static List<DraftTarget> Read(Passage text, int? baseYear, TargetScope scope = TargetScope.Task)
    {
        var targets = new List<DraftTarget>();
        foreach (var sentence in Sentence.Of(text.Folded)) new SentenceReader(text, sentence, baseYear, scope, targets).Read();
        return targets;
    }

    /// <summary>The reading of one sentence: what it said so far bears on what follows, up to its end.</summary>
    sealed class SentenceReader(Passage text, Sentence sentence, int? baseYear, TargetScope scope, List<DraftTarget> targets)
    {
        readonly string masked = sentence.Masked;
        readonly int first = targets.Count;
        List<Deadline> deadlines = [];
        string? period;
        string? listComparator;
        bool inList;
        (int From, int End) promised; // the targets of the last clause that had any, and its end
        bool soft;

        public void Read()
        {
            if (sentence.Folded.Length < 4) return;
            // Quotation marks around 十四五 must not hide it, but a date inside a title or bracket is none.
            deadlines = Deadlines.Find(DatesVisible(), baseYear);
            if (Baseline.IsMatch(masked) && !Promise.IsMatch(masked)) return;

            var previous = (Start: 0, End: 0);
            var afterDate = false; // the clause before was nothing but a date
            foreach (var (start, end) in sentence.Clauses())
            {
                var from = start;
                var dated = afterDate;
                foreach (var deadline in deadlines)
                    if (deadline.Start >= start && deadline.Start <= from + 8 && deadline.End <= end && (deadline.Start <= from || !masked.AsSpan(from, deadline.Start - from).ContainsAnyInRange('0', '9'))) { from = deadline.End; dated = deadline.Day is not null; }
                if (Soft.IsMatch(masked.AsSpan(start, end - start))) soft = true;
                if (PeriodOf(masked.AsSpan(start, end - start)) is { } every) period = every;

                var before = targets.Count;
                if (scope.HasFlag(TargetScope.Reporting)) Reporting(start, end);
                if (targets.Count == before && scope.HasFlag(TargetScope.Numbers)) Numbers(start, from, end);
                if (targets.Count == before) Implied(start, end);
                if (targets.Count == before && targets.Count == first && scope.HasFlag(TargetScope.Dated) && from > start && previous.End > 0 && DoneOnly.IsMatch(masked.AsSpan(from, end - from)) && DeadlineBefore(end) is { } done)
                    Put(new(Printed(previous.Start, end), Strip(sentence.Folded[previous.Start..previous.End]), "exists", null, null, null, Deadlines.Iso(done), null, TargetKind.Dated, soft, PlaceOf(previous.Start, end), 0.7));
                if (targets.Count == before && scope.HasFlag(TargetScope.Dated) && (dated || Title.IsMatch(masked.AsSpan(start, end - start)))) Dated(start, from, end);
                if (targets.Count == before && scope.HasFlag(TargetScope.Directional)) Directional(start, end);

                if (targets.Count == before) inList = false;
                else promised = (before, end);
                previous = (start, end);
                afterDate = dated && end - from <= 1;
                if (period is not null && targets.Count > before) period = null;
            }
            TrailingDeadline();
        }

        string DatesVisible()
        {
            if (!sentence.Folded.Contains('“') && !sentence.Folded.Contains('"')) return masked;
            var shown = masked.ToCharArray();
            foreach (Match match in PlanName.Matches(sentence.Folded))
                for (var i = match.Index; i < match.Index + match.Length; i++)
                    if (sentence.Folded[i] != '《') shown[i] = sentence.Folded[i];
            return new(shown);
        }

        void Numbers(int start, int from, int end)
        {
            var clause = masked[from..end];
            var found = Quantities.Find(clause);
            var (previousEnd, promisedEnd) = (0, 0);
            for (var i = 0; i < found.Count; i++)
            {
                var group = 1; // numbers joined by 、和 alone share one comparator: 3%和2.5%以下
                while (i + group < found.Count && Joint.IsMatch(clause.AsSpan(found[i + group - 1].End, found[i + group].Start - found[i + group - 1].End))) group++;
                var last = found[i + group - 1];
                var region = clause[previousEnd..found[i].Start];
                var rest = clause[last.End..];
                if (Accept(clause, region, rest, found[i], previousEnd == 0) is { } comparator)
                {
                    // Ages and other numbers inside the subject (2岁以下…率和9岁以下…率) do not cut it.
                    var metrics = group > 1 || found[i].Kind != QuantityKind.Count ? Metrics(clause[promisedEnd..found[i].Start], group) : [];
                    // 分别于2024年、2025年达到80%、90%: as many dates as numbers go pairwise.
                    var dates = group > 1 ? deadlines.Where(d => d.Day is not null && d.Start >= start && d.End <= from + found[i].Start).ToList() : [];
                    for (var k = 0; k < (group > 1 ? group : Math.Max(1, metrics.Count)); k++)
                    {
                        var quantity = found[i + (group > 1 ? k : 0)];
                        var metric = metrics.Count > k ? metrics[k] : metrics.Count > 0 && group > 1 ? metrics[^1] : Metric(found[i].Kind == QuantityKind.Count ? region : clause[promisedEnd..found[i].Start], rest);
                        Add(start, end, metric, comparator, quantity, dates.Count == group ? dates[k].Day : DeadlineBefore(from + quantity.Start));
                    }
                    if (found[i].Kind is QuantityKind.Count or QuantityKind.Share) BrokenDown(start, end, from + last.End);
                    inList = true;
                    listComparator = comparator;
                    promisedEnd = last.End;
                }
                i += group - 1;
                previousEnd = last.End;
            }
        }

        /// <summary>The numbers of a bracket that breaks a promised one down are promised with it, by the same day.</summary>
        void BrokenDown(int start, int end, int at)
        {
            if (BreakDown.Match(sentence.Folded, at, sentence.Folded.Length - at) is not { Success: true } match || match.Index != at) return;
            var parts = match.Groups["parts"];
            var previousEnd = 0;
            foreach (var quantity in Quantities.Find(parts.Value))
            {
                var region = parts.Value[previousEnd..quantity.Start];
                var rest = parts.Value[quantity.End..];
                previousEnd = quantity.End;
                if (quantity.Kind is not (QuantityKind.Count or QuantityKind.Share)) continue;
                var suffix = SuffixForm.Match(rest);
                var comparator = suffix.Groups["up"].Success ? ">=" : suffix.Groups["down"].Success ? "<=" : PrefixForm.Match(region) is { Success: true } prefix ? Comparator(prefix) : "=";
                Add(start, Math.Max(end, match.Index + match.Length), Metric(region.TrimStart('其', '中', '含'), rest), comparator, quantity, DeadlineBefore(at));
            }
        }

        /// <summary>The comparator when the number is promised, null when it only describes.</summary>
        string? Accept(string clause, string region, string rest, Quantity quantity, bool opening)
        {
            var tail = SuffixForm.Match(rest);
            var suffix = tail.Groups["up"].Success ? ">=" : tail.Groups["down"].Success ? "<=" : null;
            var after = rest[tail.Length..];
            var prefix = PrefixForm.Match(region);
            var near = prefix.Success ? Comparator(prefix) : null;
            var atLeast = AtLeast.IsMatch(region);

            if (clause[quantity.Start] == '翻') return "increase";
            if (From.IsMatch(region) && MovesTo.IsMatch(rest)) return null;
            if (Ratio.IsMatch(rest) || Given.IsMatch(region)) return null;
            if (quantity.Kind == QuantityKind.Age) return Raised.IsMatch(region) ? near ?? "=" : null;
            if (Conditional.IsMatch(clause) && !Deliver.IsMatch(region)) return null;

            if (quantity.Kind != QuantityKind.Count && Change.Match(region) is { Success: true } change) return change.Groups["down"].Success ? "decrease" : "increase";

            // 较“十四五”末增加1200个 counts what is added to, 增加1200个 what there will be more of.
            if (quantity.Kind == QuantityKind.Count && Change.Match(region) is { Success: true } moved && Compared.IsMatch(clause[..quantity.Start])) return moved.Groups["down"].Success ? "decrease" : "increase";

            if (quantity.Kind == QuantityKind.Share) return suffix ?? near ?? (atLeast ? ">=" : inList && !opening && Continues(region, opening) ? listComparator ?? "=" : "=");

            if (quantity.Kind == QuantityKind.Measure)
            {
                if (Within.IsMatch(rest)) return null;
                if (near is not null && EachTime.IsMatch(region)) return near;
                var closes = after.Length == 0 || after[0] is '、' or '（' or '/' || Closing.IsMatch(after);
                if ((near ?? suffix) is not null && closes || VerbAtLeast.IsMatch(region)) return suffix ?? near;
                if (atLeast && (region.Length > 0 && AtLeastHere.IsMatch(region) || closes)) return ">=";
                // 统筹资金不少于500万元支持…: no condition is put this way, unless it ends in 的.
                if (quantity.Unit is "元" or "万元" or "亿元" && near is ">=" or ">" && (!after.StartsWith('的') || SizedThing.IsMatch(region))) return suffix ?? near;
                // 新建步道12公里 and 投入300万元 deliver an extent; hours, days and distances only describe.
                if (closes && IsExtent(quantity.Unit) && LastIndex(Deliver, region) > Math.Max(-1, LastIndex(Neutral, region))) return suffix ?? "=";
                if (inList && opening && after.Length == 0 && IsExtent(quantity.Unit) && region.Length is > 1 and <= 12) return suffix ?? "=";
                if (closes && MeasureNoun.IsMatch(region) && !Given.IsMatch(region)) return suffix ?? near ?? "=";
                return period is not null && Deliver.IsMatch(region) ? suffix ?? near ?? "=" : null;
            }

            // 服务全县19个乡镇: how many there are.
            if (WholeOf.IsMatch(region) && Divisions.IsMatch(rest)) return null;
            if (Structural.IsMatch(after) || Listed.IsMatch(region) && !(Makes.IsMatch(region) && !quantity.Chinese) || quantity.Unit is "项" or "个" or "件" && PlanParts.IsMatch(after)) return null;
            // 50人以下的园所, 超过2万人的街道: the number says which ones are meant.
            if (after.StartsWith('的') && (tail.Length > 0 || near is ">" or "<") && !VerbHere.IsMatch(region)) return null;
            if (near is not null) return suffix ?? near;
            if (atLeast) return suffix ?? ">=";

            var deliver = LastIndex(Deliver, region);
            var neutral = LastIndex(Neutral, region);
            if (deliver >= 0 && deliver >= neutral)
                return quantity.Chinese && quantity.Value <= 3 && region.Length - deliver > 8 && !EachHere.IsMatch(region) ? null : suffix ?? "=";
            if (neutral >= 0) return null;
            if (inList && Continues(region, opening)) return suffix ?? listComparator ?? "=";
            // A further clause goes on with the list, but what bounded the number before it does not bound this one.
            if (inList && opening && after.Length == 0 && region.Length is > 1 and <= 12) return suffix ?? "=";
            if (region.Length > 0 && CountNoun.IsMatch(region)) return suffix ?? "=";
            // A count that is bounded and closes its clause is promised, whatever its verb.
            if (suffix is not null && (after.Length == 0 || after[0] is '、' or '和') && !Conditional.IsMatch(clause)) return suffix;
            if (quantity.Unit is "次" or "场" or "期" or "轮" or "场次" && after.Length == 0 && ComesRound.IsMatch(region)) return suffix ?? "=";
            if (Each.IsMatch(region) && Have.IsMatch(region)) return suffix ?? "=";
            return opening && region.Length == 0 && period is not null && !quantity.Chinese ? suffix ?? "=" : null;
        }

        static bool IsExtent(string unit) =>
            unit is "公里" or "千米" or "平方公里" or "平方米" or "万平方米" or "亩" or "公顷" or "元" or "万元" or "亿元" or "课时" or "学时";

        /// <summary>Whether a number goes on with the list that the number before it opened: 建成1个甲、5个乙，100个丙.</summary>
        static bool Continues(string region, bool opening) => region.Length == 0 || !opening && ListStart.IsMatch(region);

        static int LastIndex(Regex regex, string text)
        {
            var last = -1;
            foreach (var match in regex.EnumerateMatches(text)) last = match.Index + match.Length;
            return last;
        }

        static string Comparator(Match prefix) =>
            prefix.Groups["ge"].Success ? ">=" : prefix.Groups["gt"].Success ? ">" : prefix.Groups["le"].Success ? "<=" : prefix.Groups["lt"].Success ? "<" : "=";

        void Implied(int start, int end)
        {
            var clause = sentence.Folded[start..end];
            if (!scope.HasFlag(TargetScope.Numbers) || NotAll.IsMatch(clause)) return;
            var should = Should.Matches(clause);
            if (should.Count == 0 && !Whole.IsMatch(masked.AsSpan(start, end - start)) && !All.IsMatch(masked.AsSpan(start, end - start))) return;
            for (var i = 0; i < Math.Max(1, should.Count); i++)
                Add(start, end, Strip(clause), "=", new(0, 0, 100, null, "%", QuantityKind.Share, false), DeadlineBefore(end), TargetKind.Implied);
        }

        void Dated(int start, int from, int end)
        {
            if (DeadlineBefore(end) is not { } day || end - from < 4) return;
            var clause = masked[from..end];
            if (Vague.IsMatch(clause) || !Deliverable.IsMatch(clause)) return;
            Put(new(Printed(start, end), Strip(sentence.Folded[from..end]), "exists", null, null, null, Deadlines.Iso(day), null, TargetKind.Dated, soft, PlaceOf(start, end), 0.7));
        }

        void Directional(int start, int end)
        {
            var parts = masked[start..end].Split('、');
            for (var at = 0; at < parts.Length; at++)
            {
                var part = parts[at];
                // The last characters tell cheaply that most clauses name no direction.
                var closes = part.Length < 4 ? '\0' : part[^1];
                var verbLast = closes is '高' or '升' or '加' or '长' or '大' or '低' or '降' or '少' or '小';
                if (!verbLast && !MeasureNounEnds.Contains(closes)) continue;
                var rising = verbLast ? Upwards.Match(part) : Upward.Match(part);
                var falling = verbLast ? Downwards.Match(part) : Downward.Match(part);
                var match = rising.Success ? rising : falling;
                if (!match.Success) continue;
                // 发案数、犯罪人数占比持续下降: rates before it share the verb.
                var from = at;
                if (verbLast) while (from > 0 && parts[from - 1].Length > 2 && RateOnly.IsMatch(parts[from - 1])) from--;
                foreach (var noun in parts[from..at].Concat(SplitNouns(match.Groups["what"].Value)))
                    Put(new(Printed(start, end), noun, rising.Success ? "increase" : "decrease", null, null, null, null, null, TargetKind.Directional, soft, PlaceOf(start, end), 0.6));
            }
        }

        void Reporting(int start, int end)
        {
            var clause = masked[start..end];
            // 每年发布报告1份 promises the one, as 每年评估政策不少于5件 does the five.
            if (Report.Match(clause) is { Success: true } report && Quantities.Find(clause).Count == 0)
            {
                var due = Deadlines.EveryYear(clause);
                Put(new(Printed(start, end), report.Groups["what"].Value, "exists", null, null, null, due, PeriodOf(clause) ?? "per_year", TargetKind.Reporting, false, PlaceOf(start, end), 0.8));
                return;
            }
            if (!Rounds.IsMatch(clause) || Quantities.Find(clause).Count > 0) return;
            foreach (Match round in Round.Matches(clause))
                Put(new(Printed(start, end), round.Value, "exists", null, null, null, null, PeriodOf(round.Value) ?? RoundPeriod(round.Value), TargetKind.Reporting, false, PlaceOf(start, end), 0.7));
        }

        /// <summary>…，2025年底前完成: a date that closes the sentence holds for what stands before it.</summary>
        void TrailingDeadline()
        {
            if (targets.Count == first || deadlines.Count == 0 || deadlines[^1] is not { Day: { } day } last) return;
            var from = first;
            if (last.End < masked.Length && !DoneBy.IsMatch(masked.AsSpan(last.End)))
            {
                if (last.Start > promised.End + 1 || !IssuedBy.IsMatch(masked.AsSpan(last.End))) return;
                from = promised.From;
            }
            for (var i = from; i < targets.Count; i++)
                if (targets[i] is { Deadline: null, Kind: TargetKind.Quantified or TargetKind.Implied }) targets[i] = targets[i] with { Deadline = Deadlines.Iso(day) };
        }

        DateOnly? DeadlineBefore(int position)
        {
            DateOnly? day = null;
            foreach (var deadline in deadlines)
                if (deadline.Start < position) day = deadline.Day;
            return day;
        }

        void Add(int start, int end, string? metric, string comparator, Quantity quantity, DateOnly? deadline, TargetKind kind = TargetKind.Quantified) =>
            Put(new(Printed(start, end), metric, comparator, quantity.Value, quantity.ValueMax, quantity.Unit, deadline is { } day ? Deadlines.Iso(day) : null,
                kind == TargetKind.Quantified ? period : null, kind, soft, PlaceOf(start, end), kind == TargetKind.Implied ? 0.7 : quantity.Chinese ? 0.75 : 0.9));

        void Put(DraftTarget target) => targets.Add(target with { Metric = target.Metric is { } metric ? AsPrinted(metric) : null });

        /// <summary>Words cut out of the folded and masked sentence, as the document prints them; what was joined from two places is looked up in parts.</summary>
        string AsPrinted(string words)
        {
            words = sentence.Unmask(words);
            if (words.Length > 200) return words;
            var printed = new System.Text.StringBuilder();
            for (var from = 0; from < words.Length;)
            {
                var (at, length) = (-1, words.Length - from);
                while (length > 0 && (at = sentence.Folded.IndexOf(words.Substring(from, length), StringComparison.Ordinal)) < 0) length--;
                if (at < 0) return words;
                printed.Append(text.Text, sentence.Start + at, length);
                from += length;
            }
            return printed.ToString();
        }

        string Printed(int start, int end) => text.Text.Substring(sentence.Start + start, end - start).Trim();

        OneMetre.Platform.Documents.Place? PlaceOf(int start, int end) => text.PlaceOf(sentence.Start + start, end - start);

        static string Metric(string region, string rest)
        {
            var tail = SuffixForm.Match(rest);
            var noun = rest[tail.Length..].TrimStart('的');
            var head = Strip(region);
            if (noun.Length > 0 && noun[0] is '、' or '，' or '和' or '及' or '与' or '（') return head;
            var cut = noun.IndexOfAny(['、', '和']);
            if (cut > 0 && noun.AsSpan(cut).IndexOfAnyInRange('0', '9') >= 0) noun = noun[..cut];
            return noun.Length > 1 ? (head.StartsWith('每') && !head.StartsWith("每年", StringComparison.Ordinal) ? head : "") + noun : head;
        }

        /// <summary>The measures that one number, or numbers with 分别, speak of: A率、B率和C率均达到…</summary>
        static List<string> Metrics(string region, int numbers)
        {
            var subject = Strip(region);
            var parts = SplitNouns(subject);
            if (numbers > 1 && parts.Count != numbers && subject.Split('、', '和', '与') is { } loose && loose.Length == numbers) return [.. loose];
            return parts.Count > 1 ? parts : [];
        }

        static string Strip(string words)
        {
            var from = Lead.Match(words).Length;
            var kept = words[from..];
            kept = PrefixForm.Replace(kept, "");
            // Linking words are short: only the end is searched, since a pattern that may be empty tries every position.
            var tail = Math.Max(0, kept.Length - 12);
            return (kept[..tail] + Link.Replace(kept[tail..], "")).Trim('、', ' ', '（');
        }
    }

    /// <summary>Parts of a list of measures: parted where each part names a measure or a quoted or built thing, so 体检和随访服务覆盖率 stays one.</summary>
    static List<string> SplitNouns(string subject)
    {
        var parts = new List<string>();
        var start = 0;
        for (var i = 1; i + 1 < subject.Length; i++)
        {
            if (subject[i] is not ('、' or '和' or '与' or '及')) continue;
            if (!MeasureEnd.IsMatch(subject.AsSpan(start, i - start)) && !(subject[i] == '、' && i - start > 5 && ThingEnd.IsMatch(subject.AsSpan(start, i - start)))) continue;
            parts.Add(subject[start..i]);
            start = i + 1;
        }
        parts.Add(subject[start..]);
        return parts;
    }
}
