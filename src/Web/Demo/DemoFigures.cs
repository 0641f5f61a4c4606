using OneMetre.Indicators.Contract;
using OneMetre.Platform.Time;

namespace OneMetre.Web.Demo;

/// <summary>
/// Six years of invented statistics for the counties of the demo city, near what the country reports (domain reference §3.1), with counties that differ and a year in which the sight screening was not
/// done; the half-years beside them, and vaccination by township. A pure function of its seed and the day.
/// </summary>
static class DemoFigures
{
    const int FirstYear = 2020, YearWithoutScreening = 2022;

    /// <summary>A count that grows from a share of something else: Base names the element it is a part of, Share the share in the first year and a year's change of it, in thousandths.</summary>
    sealed record Part(string Element, string Base, double Share, double Yearly, double Spread = 0.06, bool BySex = false);

    static readonly Part[] Parts =
    [
        new("children.0-17", "population.resident", 0.186, -0.0012, 0.05, true), new("children.0-14", "children.0-17", 0.84, -0.002, 0.01, true), new("children.0-6", "children.0-14", 0.41, -0.012, 0.03), new("children.0-2", "children.0-6", 0.40, -0.008, 0.03),
        new("births.live", "children.0-2", 0.345, -0.008, 0.04, true), new("population.preschool", "children.0-6", 0.46, 0.004, 0.02),
        new("care.systematic-0-2", "children.0-2", 0.906, 0.006, 0.02), new("care.checked-0-6", "children.0-6", 0.921, 0.005, 0.02), new("eye.checked-0-6", "children.0-6", 0.903, 0.007, 0.03),
        new("growth.measured", "children.0-6", 0.61, 0.004, 0.03), new("growth.stunted", "growth.measured", 0.0118, -0.0006, 0.2),
        new("doctors.paediatric", "children.0-14", 0.00071, 0.00004, 0.15), new("beds.paediatric", "children.0-14", 0.00208, 0.00005, 0.15),
        new("nursery.seats", "population.resident", 0.0019, 0.00045, 0.14), new("nursery.enrolled", "nursery.seats", 0.52, 0.02, 0.08),
        new("kindergarten.children", "population.preschool", 0.905, 0.009, 0.02), new("kindergarten.public", "kindergarten.children", 0.455, 0.019, 0.07), new("kindergarten.inclusive-private", "kindergarten.children", 0.385, -0.004, 0.05),
        new("migrant.pupils", "children.0-14", 0.062, 0.001, 0.3), new("migrant.public-seats", "migrant.pupils", 0.842, 0.012, 0.03),
        new("cohort.grade9", "children.0-14", 0.064, 0.001, 0.03), new("graduates.grade9", "cohort.grade9", 0.957, 0.003, 0.01),
        new("disabled.school-age", "children.0-14", 0.0031, 0, 0.1), new("disabled.enrolled", "disabled.school-age", 0.955, 0.005, 0.01),
        new("sight.screened", "children.0-17", 0.655, 0.004, 0.02, true), new("sight.myopic", "sight.screened", 0.548, -0.0082, 0.045, true),
        new("fitness.tested", "children.0-17", 0.64, 0.002, 0.02), new("fitness.good", "fitness.tested", 0.486, 0.013, 0.05),
        new("disabled.rehab-need", "disabled.school-age", 1.32, 0, 0.08), new("disabled.rehab-served", "disabled.rehab-need", 0.80, 0.014, 0.05),
    ];

    static readonly (string Element, int First, int Yearly, int Spread)[] Counts =
    [
        ("schools.all", 38, 0, 12), ("schools.compulsory", 34, 0, 10), ("schools.after-school", 31, 1, 4), ("schools.counsellor", 20, 3, 6), ("centres.health", 15, 0, 5), ("centres.child-doctor", 9, 1, 3),
        ("libraries.child-zone", 4, 2, 3), ("social-workers.child", 36, 9, 12), ("nursing-rooms.required", 60, 6, 16), ("nursing-rooms.present", 34, 8, 8), ("counsellors.pioneer", 80, 14, 22), ("events.brand", 9, 3, 4),
        ("drugs.sampled", 60, 5, 14),
    ];

    public static IReadOnlyList<SeededValue> Values(int seed, DateOnly today)
    {
        var runningYear = today.Year;
        var values = new List<SeededValue>();
        foreach (var county in DemoRegions.Counties)
        {
            var dice = new DemoDice(seed, "figures " + county.Code);
            var (people, temper) = (county.Towns * 30_500 + dice.Between(-20_000, 20_000), Parts.ToDictionary(p => p.Element, p => 1 + p.Spread * (dice.Below(2001) - 1000) / 1000));
            var spreads = Counts.ToDictionary(c => c.Element, c => dice.Between(-c.Spread, c.Spread));
            var first = county.Kind == DemoRegionKind.FunctionalZone ? 2021 : FirstYear;
            for (var year = first; year <= runningYear; year++) Year(values, dice, county, year, people, temper, spreads);
        }
        Standards(values, runningYear);
        values.AddRange([.. DemoHalfYears.Values(seed, DemoHalfYears.Of(today), values)]);
        values.AddRange(DemoVaccination.Values(seed, runningYear - 1));
        return values;
    }

    static void Year(List<SeededValue> values, DemoDice dice, DemoCounty county, int year, int people, Dictionary<string, double> temper, Dictionary<string, int> spreads)
    {
        var t = year - FirstYear;
        var totals = new Dictionary<string, decimal> { ["population.resident"] = decimal.Truncate(people * (1 - 0.002m * t)) };
        Split("population.resident", 0.487);
        foreach (var part in Parts)
        {
            if (year == YearWithoutScreening && part.Element.StartsWith("sight.", StringComparison.Ordinal)) continue;
            var share = (part.Share + part.Yearly * t) * (1 + (temper[part.Element] - 1) * (1 - 0.05 * t)) * (1 + (dice.Below(201) - 100) / 20_000.0);
            totals[part.Element] = Math.Min(decimal.Round(totals[part.Base] * (decimal)share), part.Share < 1 ? totals[part.Base] : decimal.MaxValue);
            if (part.BySex) Split(part.Element, part.Element == "sight.myopic" ? 0.487 : 0.468);
            else Add(part.Element, totals[part.Element]);
        }
        foreach (var (element, start, yearly, _) in Counts) totals[element] = Math.Max(1, start + yearly * t + spreads[element]);
        foreach (var (part, whole) in new[] { ("schools.compulsory", "schools.all"), ("schools.after-school", "schools.compulsory"), ("schools.counsellor", "schools.all"), ("centres.child-doctor", "centres.health"), ("nursing-rooms.present", "nursing-rooms.required") })
            totals[part] = Math.Min(totals[part], totals[whole]);
        totals["drugs.passed"] = totals["drugs.sampled"] - dice.Below(2);
        foreach (var element in Counts.Select(c => c.Element).Append("drugs.passed")) Add(element, totals[element]);

        // Small numbers that could point at a child: the portal shows them only from ten up.
        var births = (double)totals["births.live"];
        var neonatal = Deaths(births * 0.0024 * (1 - 0.05 * t));
        var infant = neonatal + Deaths(births * 0.0016 * (1 - 0.05 * t));
        var underFive = infant + Deaths(births * 0.0015 * (1 - 0.04 * t));
        foreach (var (element, deaths) in new[] { ("deaths.neonatal", neonatal), ("deaths.infant", infant), ("deaths.under5", underFive) })
        {
            var girls = element == "deaths.neonatal" ? dice.Below(deaths + 1) : Math.Min(deaths, (int)values.FindLast(v => v.Split == "sex:f" && v.Element.StartsWith("deaths.", StringComparison.Ordinal))!.Number + dice.Below(deaths - (int)totals.GetValueOrDefault("deaths.before") + 1));
            totals["deaths.before"] = deaths;
            Add(element, deaths);
            values.Add(new(element, county.Code, Annual(year), "sex:f", girls));
            values.Add(new(element, county.Code, Annual(year), "sex:m", deaths - girls));
        }
        var drowned = Deaths(2.2 * (1 - 0.08 * t));
        Add("deaths.drowning", drowned);
        Add("deaths.injury", drowned + Deaths(4.5 * (1 - 0.04 * t)));
        Add("deaths.disaster", 0);
        Add("accidents.school-bus", dice.Below(20) == 0 ? 1 : 0);
        Add("cases.trafficking", 0);

        var villages = county.Towns * 15;
        var urban = county.Kind is DemoRegionKind.District or DemoRegionKind.FunctionalZone ? villages * 7 / 10 : villages / 5;
        foreach (var (element, number) in new[]
        {
            ("villages.all", villages), ("villages.child-home", Math.Min(villages, villages * (62 + 6 * t) / 100)), ("communities.urban", urban), ("communities.parent-school", Math.Min(urban, urban * (78 + 3 * t) / 100)), ("villages.rural", villages - urban),
            ("villages.parent-school", Math.Min(villages - urban, (villages - urban) * (66 + 4 * t) / 100)), ("townships.all", county.Towns), ("townships.protection-station", Math.Min(county.Towns, county.Towns * (20 + 13 * t) / 100)),
            ("counties.all", 1), ("counties.protection-centre", t >= 2 || county.Towns > 10 ? 1 : 0), ("designated.parks", Math.Max(0, t - 2) * 2), ("designated.hospitals", Math.Max(0, t - 3)), ("designated.schools", Math.Max(0, t - 2) * 3),
            ("designated.communities", Math.Max(0, t - 1) * 4), ("councils.active", Math.Max(0, t - 1) * 3 + (county.Towns > 12 ? 2 : 0)),
        })
            Add(element, number);

        int Deaths(double expected) => Math.Max(0, (int)(expected * (0.75 + dice.Below(51) / 100.0) + dice.Below(100) / 100.0));
        void Add(string element, decimal number) => values.Add(new(element, county.Code, Annual(year), "", number));
        void Split(string element, double girls)
        {
            var total = totals[element];
            var part = decimal.Round(total * (decimal)(girls + (dice.Below(101) - 50) / 10_000.0) * (element == "sight.myopic" ? 1.07m : 1));
            Add(element, total);
            values.Add(new(element, county.Code, Annual(year), "sex:f", part));
            values.Add(new(element, county.Code, Annual(year), "sex:m", total - part));
        }
    }

    static Period Annual(int year) => new(PeriodKind.Year, year, 1);

    // What a government sets is set for the whole city.
    static void Standards(List<SeededValue> values, int runningYear)
    {
        for (var year = FirstYear; year <= runningYear; year++)
        {
            var t = year - FirstYear;
            foreach (var (element, first, yearly) in new[] { ("standard.orphan-institution", 1_760, 90), ("standard.orphan-community", 1_230, 70), ("standard.de-facto", 1_230, 70), ("standard.rehab", 1_500, 60), ("policy.in-plan", 0, 0), ("mechanism.in-place", 0, 0), ("planning.child-chapter", 0, 0), ("seats.plan", 0, 0) })
                values.Add(new(element, DemoCity.Code, Annual(year), "", yearly == 0 ? (t >= 2 ? 1 : 0) : first + yearly * t));
            values.Add(new("rehab.age", DemoCity.Code, Annual(year), "end:low", 0));
            values.Add(new("rehab.age", DemoCity.Code, Annual(year), "end:high", t < 3 ? 14 : 17));
        }
    }

    public static IReadOnlyList<SeededForm> Forms(DateOnly today)
    {
        const string office = "示范市妇女儿童工作委员会办公室", bureau = "示范市统计局", health = "示范市卫生健康委员会", schools = "示范市教育局", planning = "示范市发展和改革委员会", welfare = "示范市民政局";
        var until = new DateOnly(today.Year + 1, 12, 31);
        var counties = DemoRegions.Counties;
        IReadOnlyList<SeededDuty> Each(string? supervisor) => [.. counties.Select(c => new SeededDuty(c.Unit, c.Code, supervisor))];
        // Last year's is done, this year's is under way.
        IReadOnlyList<SeededRound> Yearly(params IReadOnlyList<SeededStand> stands) =>
            [new(Annual(today.Year - 1), new(today.Year, 1, 5), new(today.Year, 2, 10), null), new(Annual(today.Year), today.AddDays(-21), today.AddDays(13), stands)];
        return
        [
            new("示妇儿监1表", "儿童健康年报表", "Children's health, yearly", office, bureau, "示统函〔2025〕37号", until, PeriodKind.Year, false,
            [
                new("births.live", "sex", "一、生命健康"), new("deaths.neonatal", "sex"), new("deaths.infant", "sex"), new("deaths.under5", "sex"), new("children.0-2", "", "二、健康管理"), new("care.systematic-0-2"), new("children.0-6"), new("care.checked-0-6"),
                new("eye.checked-0-6"), new("doctors.paediatric", "", "三、服务与资源"), new("beds.paediatric"), new("nursery.seats"), new("nursery.enrolled"), new("centres.health"), new("centres.child-doctor"),
            ], Each(health),
            Yearly([.. counties.Select((c, i) => new SeededStand(c.Code, i switch { 0 => "Draft", 1 => "Signed", 2 => "Returned", 3 or 4 => "Locked", 5 => "Checked", _ => "Draft" }, i switch { 0 => 0, 1 or 2 or 3 or 4 or 5 => 100, 6 => 45, _ => 0 }))])),
            new("示妇儿监2表", "儿童教育年报表", "Children's education, yearly", office, bureau, "示统函〔2025〕37号", until, PeriodKind.Year, false,
            [
                new("population.preschool", "", "一、学前教育"), new("kindergarten.children"), new("kindergarten.public"), new("kindergarten.inclusive-private"), new("cohort.grade9", "", "二、义务教育"), new("graduates.grade9"), new("migrant.pupils"), new("migrant.public-seats"),
                new("disabled.school-age"), new("disabled.enrolled"), new("schools.all"), new("schools.compulsory"), new("schools.after-school"), new("schools.counsellor"), new("sight.screened", "sex", "三、视力与体质"), new("sight.myopic", "sex"), new("fitness.tested"), new("fitness.good"),
            ], Each(schools),
            Yearly([.. counties.Select((c, i) => new SeededStand(c.Code, i < 4 ? "Locked" : i == 4 ? "Signed" : "Draft", i < 5 ? 100 : 20))])),
            new("示妇儿监3表", "人口年报表", "Population, yearly", bureau, bureau, "示统制〔2024〕6号", until, PeriodKind.Year, false,
                [new("population.resident", "sex"), new("children.0-14", "sex"), new("children.0-17", "sex")], [.. counties.Select(c => new SeededDuty(bureau, c.Code, null))], Yearly()),
            new("示妇儿监4表", "儿童福利与保护年报表", "Children's welfare and protection, yearly", office, bureau, "示统函〔2025〕37号", until, PeriodKind.Year, true,
                [new("standard.orphan-institution", "", "一、保障标准"), new("standard.orphan-community"), new("standard.de-facto")], [new(welfare, DemoCity.Code, null)], Yearly()),
            new("示妇儿监6表", "儿童发展半年监测表", "Children's development, half-yearly", office, bureau, "示统函〔2025〕37号", until, PeriodKind.Half, false,
                DemoHalfYears.Lines, Each(null), [.. DemoHalfYears.Of(today).Select(h => new SeededRound(h, h.End.AddDays(5), h.End.AddDays(31), null))]),
            new("示妇儿监7表", "儿童友好政策与机制年报表", "Policies and mechanisms, yearly", office, bureau, "示统函〔2025〕37号", until, PeriodKind.Year, false,
                [new("policy.in-plan", "", "政策与机制（须附批准文件，写明文号与条款）", true), new("mechanism.in-place", Proven: true), new("planning.child-chapter", Proven: true), new("seats.plan", Proven: true)], [new(planning, DemoCity.Code, null)],
                [.. Yearly().Skip(1)]),
            new("示妇儿监5表", "校园安全季报表", "Safety at school, quarterly", office, bureau, "示统函〔2023〕11号", new(today.Year - 1, 12, 31), PeriodKind.Quarter, false, [new("accidents.school-bus")], [new(schools, DemoCity.Code, null)], []),
        ];
    }
}
