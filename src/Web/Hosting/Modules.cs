using System.Reflection;
using OneMetre.Indicators;
using OneMetre.Platform;
using OneMetre.Portal;
using OneMetre.Programme;
using OneMetre.Protection;

namespace OneMetre.Web.Hosting;

/// <summary>The modules of this product, in the order of the arrows.</summary>
static class Modules
{
    public static IReadOnlyList<Assembly> Assemblies { get; } =
        [typeof(PlatformModule).Assembly, typeof(IndicatorsModule).Assembly, typeof(ProgrammeModule).Assembly, typeof(ProtectionModule).Assembly, typeof(PortalModule).Assembly];
}
