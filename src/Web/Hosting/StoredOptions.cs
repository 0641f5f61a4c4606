using Microsoft.Extensions.Options;
using OneMetre.Platform.Data;
using OneMetre.Platform.Privacy;
using OneMetre.Platform.Ui;

namespace OneMetre.Web.Hosting;

/// <summary>What the city keeps in its settings and the product needs at every request; read once, so a change shows after a restart.</summary>
static class StoredOptions
{
    public static IServiceCollection AddStoredOptions(this IServiceCollection services) => services
        .AddSingleton<IConfigureOptions<CityFace>>(s => new Stored<CityFace>(s.GetRequiredService<IServiceScopeFactory>(), "city"))
        .AddSingleton<IConfigureOptions<SightChoices>>(s => new Stored<SightChoices>(s.GetRequiredService<IServiceScopeFactory>(), "sights"));

    sealed class Stored<T>(IServiceScopeFactory scopes, string key) : IConfigureOptions<T> where T : class, new()
    {
        public void Configure(T options)
        {
            using var scope = scopes.CreateScope();
            var stored = Task.Run(() => scope.ServiceProvider.GetRequiredService<CitySettings>().Get(key, new T(), default)).GetAwaiter().GetResult();
            foreach (var property in typeof(T).GetProperties().Where(p => p.CanWrite)) property.SetValue(options, property.GetValue(stored));
        }
    }
}
