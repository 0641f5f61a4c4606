using OneMetre.Bench;

// onemetre bench NAME: prints one line a figure, 'figure NAME VALUE UNIT required OP VALUE ok|short'; exit 1 if one is short.
var benches = new Dictionary<string, Func<Figures, Task>>
{
    ["reading"] = Reading.Run,
    ["pages"] = Pages.Run,
    ["fuzz"] = Fuzz.Run,
    ["rights"] = Rights.Run,
    ["overload"] = Overload.Run,
};

if (args is not [var name] || (name != "all" && !benches.ContainsKey(name)))
{
    await Console.Error.WriteLineAsync($"Usage: onemetre bench all|{string.Join('|', benches.Keys)}");
    return 2;
}

var figures = new Figures();
foreach (var (_, run) in benches.Where(b => name == "all" || b.Key == name)) await run(figures);
figures.Save(name);
return figures.AnyShort ? 1 : 0;
