using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using OneMetre.Platform.Files;

namespace OneMetre.Platform.Templates;

/// <summary>Writes papers, each with the template in force for its type.</summary>
public sealed class Papers(TemplatesData templates, FileStore files)
{
    /// <summary>The paper as an answer, .docx or .pdf as its address says.</summary>
    /// <param name="said">Null where there is no such paper, or none for this reader: not found.</param>
    public async Task<IResult> Answer(IPaperType type, PaperSaid? said, CancellationToken ct)
    {
        if (said is null) return TypedResults.NotFound();
        var own = await templates.InForce(type.Key, ct);
        return new Paper(said.Title, to => Write(type, own, said, to));
    }

    /// <param name="sha256">The file of a template; null for ours.</param>
    /// <param name="to">Read, written and wound back.</param>
    public async Task Write(IPaperType type, string? sha256, PaperSaid said, Stream to)
    {
        if (said.Fields.Strays(type.Shape).FirstOrDefault() is { } stray) throw new InvalidOperationException($"The paper {type.Key} and its shape differ in the field {stray}.");
        await using var template = sha256 is null ? Standard(type) : files.Open(sha256);
        TemplateFill.Write(template, said.Fields, said.Title, to);
    }

    /// <summary>The template that we bring, wound back.</summary>
    public static MemoryStream Standard(IPaperType type)
    {
        var file = new MemoryStream();
        using (var paper = new OfficialPaper(file, type.Lying)) type.Standard(paper);
        file.Position = 0;
        return file;
    }
}

public static class PaperTypes
{
    public static IServiceCollection AddPaper<T>(this IServiceCollection services) where T : class, IPaperType => services.AddScoped<T>().AddScoped<IPaperType>(s => s.GetRequiredService<T>());
}
