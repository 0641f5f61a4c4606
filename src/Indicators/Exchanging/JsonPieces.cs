using System.Text.Json;

namespace OneMetre.Indicators.Exchanging;

/// <summary>Reads JSON from a stream piece by piece: a file of twenty megabytes takes no more memory than its largest value.</summary>
sealed class JsonPieces(Stream stream)
{
    const int LargestPiece = 1024 * 1024;
    static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    byte[] buffer = new byte[64 * 1024];
    int at;
    int have;
    bool ended;
    JsonReaderState state = new(Options);

    public JsonTokenType Token { get; private set; }

    /// <summary>The name of a property; null at other tokens.</summary>
    public string? Name { get; private set; }

    /// <summary>The next token; false at the end.</summary>
    public bool Read()
    {
        for (; ; Fill())
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(at, have - at), ended, state);
            if (reader.Read())
            {
                (Token, Name) = (reader.TokenType, reader.TokenType == JsonTokenType.PropertyName ? reader.GetString() : null);
                (at, state) = (at + (int)reader.BytesConsumed, reader.CurrentState);
                return true;
            }
            if (ended) return false;
        }
    }

    /// <summary>The whole value that comes next.</summary>
    public JsonElement Value()
    {
        for (; ; Fill())
        {
            var reader = new Utf8JsonReader(buffer.AsSpan(at, have - at), ended, state);
            if (JsonDocument.TryParseValue(ref reader, out var document))
            {
                (at, state) = (at + (int)reader.BytesConsumed, reader.CurrentState);
                using (document) return document.RootElement.Clone();
            }
            if (ended) throw new JsonException();
        }
    }

    /// <summary>Passes over an array or object that has just begun.</summary>
    public void Leave()
    {
        for (var depth = 1; depth > 0 && Read();) depth += Token switch
        {
            JsonTokenType.StartArray or JsonTokenType.StartObject => 1,
            JsonTokenType.EndArray or JsonTokenType.EndObject => -1,
            _ => 0,
        };
    }

    void Fill()
    {
        buffer.AsSpan(at, have - at).CopyTo(buffer);
        (have, at) = (have - at, 0);
        if (have == buffer.Length)
        {
            if (buffer.Length >= LargestPiece) throw new RefusedBody("a value is too large");
            Array.Resize(ref buffer, buffer.Length * 2);
        }
        var got = stream.Read(buffer, have, buffer.Length - have);
        have += got;
        ended = got == 0;
    }
}
