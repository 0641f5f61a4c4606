using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Unicode;

namespace OneMetre.Programme.Importing;

/// <summary>How the parts of a draft are written in the database: readable Chinese, words for enums, one spelling everywhere.</summary>
static class DraftJson
{
    static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new JsonStringEnumConverter() },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        RespectNullableAnnotations = false,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);
    public static T Read<T>(string json) => JsonSerializer.Deserialize<T>(json, Options) ?? throw new JsonException("A draft must not be null.");

    /// <summary>For text that came back from a browser: null when it is not what was sent out.</summary>
    public static T? TryRead<T>(string? json) where T : class
    {
        try { return string.IsNullOrEmpty(json) ? null : JsonSerializer.Deserialize<T>(json, Options); }
        catch (JsonException) { return null; }
    }
}
