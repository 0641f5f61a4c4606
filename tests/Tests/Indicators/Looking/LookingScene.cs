using OneMetre.Indicators.Model;
using OneMetre.Platform.Regions;
using OneMetre.Tests.Fixtures;
using OneMetre.Web.Demo;

namespace OneMetre.Tests.Indicators.Looking;

/// <summary>The running site of two counties that have a map: the eastern one's figures are locked (of its sight screening 500 of 1,000 are myopic), the western one's are published where asked for (600 of 1,000).</summary>
static class LookingScene
{
    public static async Task<(RunningCity Running, FiguresScene Scene)> Open(string engine, bool published = false)
    {
        FiguresScene scene = null!;
        var running = await RunningCity.On(engine, RunningCity.OpenGate, async city =>
        {
            scene = await FiguresScene.In(city);
            await scene.Lock(scene.EastSheet);
            if (published)
            {
                await scene.Lock(scene.WestSheet, FiguresScene.Good(myopic: 600));
                Assert.True((await scene.Step(scene.WestSheet, StepKind.Publish, scene.Bureau)).Ok);
                Assert.True((await scene.Step(scene.EastSheet, StepKind.Publish, scene.Bureau)).Ok);
            }
            var shapes = DemoShapes.Generate().Where(s => s.Key is FiguresScene.East or FiguresScene.West).ToDictionary();
            await city.Use((RegionShapes door) => door.Replace(shapes, "示意图 审图号0", default));
        });
        return (running, scene);
    }

    public static Uri To(string path) => new(path, UriKind.Relative);
}
