using OneMetre.Bench;

// onemetre bench NAME [--times N]: prints one line a figure, 'figure NAME VALUE UNIT required OP VALUE ok|short'; exit 1 if one is short.
// year plays so many seeds, or the one of --seed N.
int? seed = args is ["year", "--seed", var one] && int.TryParse(one, out var chosen) ? chosen : null;
var times = args is [_, "--times", var given] ? int.TryParse(given, out var number) ? number : 0 : 200;
var benches = new Dictionary<string, Func<Figures, Task>>
{
    ["reading"] = Reading.Run,
    ["pages"] = Pages.Run,
    ["years"] = TenYears.Run,
    ["fuzz"] = Fuzz.Run,
    ["rights"] = Rights.Run,
    ["indicators"] = Indicators.Run,
    ["figures"] = FiguresOverHttp.Run,
    ["import"] = Import.Run,
    ["overload"] = Overload.Run,
    ["failover"] = Failover.Run,
    ["year"] = figures => Year.Run(figures, times, seed),
    ["crash"] = figures => Crash.Run(figures, times),
};

if (args is not [var name, ..] || (name != "all" && !benches.ContainsKey(name)) || (args is not ([_] or [_, "--times", _]) && seed is null) || times < 1)
{
    await Console.Error.WriteLineAsync($"Usage: onemetre bench all|{string.Join('|', benches.Keys)} [--times N]; year --seed N");
    return 2;
}

var figures = new Figures();
foreach (var (_, run) in benches.Where(b => name == "all" || b.Key == name)) await run(figures);
figures.Save(name);
return figures.AnyShort ? 1 : 0;
