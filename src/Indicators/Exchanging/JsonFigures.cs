using System.Text.Json;
using OneMetre.Platform.Results;

namespace OneMetre.Indicators.Exchanging;

/// <summary>
/// Figures in JSON: our own shape, {"form", "values": [{"element","region","period","split","value","reason","was"}]}, or DHIS2's data value set,
/// {"dataSet","period","orgUnit","attributeOptionCombo","dataValues": [{"dataElement","categoryOptionCombo","period","orgUnit","value","comment","deleted"}]}. Either may carry "map".
/// The list is read twice, because what stands after it may count for it.
/// </summary>
sealed class JsonFigures
{
    const int MostNames = 20_000;

    readonly Dictionary<string, string?> top = new(StringComparer.Ordinal);
    readonly Dictionary<string, string> names = new(StringComparer.Ordinal);
    string? list;

    JsonFigures()
    {
    }

    public static (IncomingHead Head, Func<Stream, IEnumerable<IncomingFigure>> Rows) Of(Stream stream)
    {
        var figures = new JsonFigures();
        figures.ReadHead(new(stream));
        return (new(figures.list == "values" ? "json" : "dhis2-json", figures.list == "values" ? figures.top.GetValueOrDefault("form") : null, figures.names), figures.Rows);
    }

    void ReadHead(JsonPieces json)
    {
        if (!json.Read() || json.Token != JsonTokenType.StartObject) throw new RefusedBody("not an object");
        while (json.Read() && json.Name is { } name)
        {
            if (name is "values" or "dataValues")
            {
                if (list is not null) throw new RefusedBody("two lists of values");
                list = name;
                if (!json.Read() || json.Token != JsonTokenType.StartArray) throw new RefusedBody($"{name} is not a list");
                json.Leave();
                continue;
            }
            var value = json.Value();
            if (name == "map" && value.ValueKind == JsonValueKind.Object)
            {
                foreach (var pair in value.EnumerateObject())
                    if (names.Count < MostNames && Text(pair.Value) is { } ours) names[pair.Name] = ours;
            }
            else if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array)) top[name] = Text(value);
        }
        if (json.Read()) throw new RefusedBody("more than one object");
        if (list is null) throw new RefusedBody("neither values nor dataValues");
    }

    IEnumerable<IncomingFigure> Rows(Stream stream)
    {
        var json = new JsonPieces(stream);
        json.Read();
        while (json.Read() && json.Name is { } name)
        {
            if (name != list)
            {
                json.Value();
                continue;
            }
            json.Read();
            var row = 0;
            while (json.Read() && json.Token != JsonTokenType.EndArray)
            {
                row++;
                if (json.Token != JsonTokenType.StartObject)
                {
                    if (json.Token == JsonTokenType.StartArray) json.Leave();
                    yield return new(row, null, null, null, [], null, null, null, new("indicators.row-no-object", name));
                    continue;
                }
                var fields = new Dictionary<string, string?>(StringComparer.Ordinal);
                while (json.Read() && json.Name is { } field) fields[field] = Text(json.Value());
                yield return list == "values" ? Own(row, fields) : Foreign(row, fields);
            }
        }
    }

    IncomingFigure Own(int row, Dictionary<string, string?> fields) => new(row,
        fields.GetValueOrDefault("element"), fields.GetValueOrDefault("region") ?? top.GetValueOrDefault("region"), fields.GetValueOrDefault("period") ?? top.GetValueOrDefault("period"),
        fields.GetValueOrDefault("split") is { Length: > 0 } split ? [split] : [], fields.GetValueOrDefault("value"), fields.GetValueOrDefault("reason"), fields.GetValueOrDefault("was"));

    IncomingFigure Foreign(int row, Dictionary<string, string?> fields)
    {
        var attribute = fields.GetValueOrDefault("attributeOptionCombo") ?? top.GetValueOrDefault("attributeOptionCombo");
        // Figures of several attributes would fall into one cell.
        var wrong = attribute is { Length: > 0 } && !ForeignNames.NoCategory.Contains(attribute) && !(names.TryGetValue(attribute, out var known) && known.Length == 0) ? new Problem("indicators.row-attribute", "attributeOptionCombo", attribute)
            : fields.GetValueOrDefault("deleted") == "true" ? new("indicators.row-deleted", "deleted") : null;
        return new(row,
            fields.GetValueOrDefault("dataElement"), fields.GetValueOrDefault("orgUnit") ?? top.GetValueOrDefault("orgUnit"), fields.GetValueOrDefault("period") ?? top.GetValueOrDefault("period"),
            fields.GetValueOrDefault("categoryOptionCombo") is { Length: > 0 } combo ? [combo] : [], fields.GetValueOrDefault("value"), fields.GetValueOrDefault("comment"), null, wrong);
    }

    static string? Text(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => ForeignText.Fit(value.GetString()!),
        _ => ForeignText.Fit(value.GetRawText()),
    };
}
