using Microsoft.Extensions.Options;
using OneMetre.Platform.Data;
using OneMetre.Platform.Ui;

namespace OneMetre.Web.Hosting;

/// <summary>How the city names itself, from its settings; read once, so a change shows after a restart.</summary>
sealed class StoredFace(IServiceScopeFactory scopes) : IConfigureOptions<CityFace>
{
    public void Configure(CityFace options)
    {
        using var scope = scopes.CreateScope();
        var stored = Task.Run(() => scope.ServiceProvider.GetRequiredService<CitySettings>().Profile(default)).GetAwaiter().GetResult();
        foreach (var property in typeof(CityFace).GetProperties().Where(p => p.CanWrite)) property.SetValue(options, property.GetValue(stored));
    }
}
