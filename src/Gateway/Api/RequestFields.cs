using System.Security.Claims;
using System.Text.Json;
using Gateway.Access;
using Gateway.Configuration;

namespace Gateway.Api;

/// <summary>
/// The fields of a JSON object that came with a request. Each is asked for by name and kind; what is wrong is collected, and also what
/// nobody asked for, so that a misspelt field is no silent loss.
/// </summary>
internal sealed class RequestFields
{
    /// <summary>A request holds some settings or a list of meters: 64 KiB.</summary>
    public const int MaximumLength = 65_536;

    /// <summary>The field in which whoever has signed in gives his own password once more.</summary>
    public const string Password = "password";

    /// <summary>The same where a new password may be in the request too.</summary>
    public const string PresentPassword = "present";

    private static readonly JsonDocumentOptions Json = new() { AllowDuplicateProperties = false, MaxDepth = 8 };

    private readonly JsonElement _object;
    private readonly string _path;
    private readonly Dictionary<string, string[]> _errors;
    private readonly HashSet<string> _asked = new(StringComparer.Ordinal);

    private RequestFields(JsonElement json, string path, Dictionary<string, string[]> errors) => (_object, _path, _errors) = (json, path, errors);

    /// <summary>Reads the body of a request.</summary>
    /// <exception cref="ApiException">It is too long or no JSON object.</exception>
    public static async Task<RequestFields> ReadAsync(HttpRequest request) => new(await ReadObjectAsync(request), "", new(StringComparer.Ordinal));

    /// <summary>Reads the body of a request that may have none; null: it has none.</summary>
    /// <exception cref="ApiException">It is too long or no JSON object.</exception>
    public static async Task<RequestFields?> ReadIfThereAsync(HttpRequest request) => RequestBody.IsThere(request) ? await ReadAsync(request) : null;

    /// <summary>Reads the body of a request, for whoever takes any field.</summary>
    /// <exception cref="ApiException">It is too long or no JSON object.</exception>
    public static async Task<JsonElement> ReadObjectAsync(HttpRequest request)
    {
        if (!RequestBody.IsThere(request))
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "The request is empty; send a JSON object as Content-Type: application/json.");
        }

        RequestBody.NeedJson(request);
        var body = await RequestBody.ReadAsync(request, MaximumLength, "A request");
        try
        {
            using var document = JsonDocument.Parse(body, Json);
            ReadTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ApiException(StatusCodes.Status400BadRequest, "The request is no JSON object.");
        }
        catch (JsonException e)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, e.LineNumber is { } line ? $"The request is no JSON: line {line + 1}, byte {e.BytePositionInLine + 1}." : "A field is there twice.");
        }
        catch (InvalidOperationException)
        {
            throw new ApiException(StatusCodes.Status400BadRequest, "The request has a text that is no UTF-8.");
        }
    }

    /// <summary>A parser looks into texts only when they are asked for; all are read here, so that none fails later.</summary>
    private static void ReadTexts(JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                _ = json.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var one in json.EnumerateArray())
                {
                    ReadTexts(one);
                }

                break;
            case JsonValueKind.Object:
                foreach (var property in json.EnumerateObject())
                {
                    _ = property.Name;
                    ReadTexts(property.Value);
                }

                break;
        }
    }

    /// <summary>A text; <paramref name="otherwise"/> when it is not given.</summary>
    public string? Text(string name, string? otherwise) =>
        Get(name, out var value) ? value.ValueKind == JsonValueKind.String ? value.GetString() : Wrong(name, "give a text, or null.", otherwise) : IsNull(name) ? null : otherwise;

    /// <summary>The password of whoever has signed in, once more; a program has none.</summary>
    /// <param name="who">Whose request it is.</param>
    /// <param name="name">The field: <see cref="Password"/>, or <see cref="PresentPassword"/> where that is another one's.</param>
    public string OwnPassword(ClaimsPrincipal who, string name = Password) =>
        Text(name, otherwise: null) ?? (Sessions.UserOf(who) is null ? "" : Wrong(name, "is needed: your own password, once more.", ""));

    /// <summary>True or false, or null; <paramref name="otherwise"/> when it is not given.</summary>
    public bool? Flag(string name, bool? otherwise) =>
        Get(name, out var value) ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Wrong(name, "give true or false.", otherwise) : IsNull(name) ? null : otherwise;

    /// <summary>A whole number, or null; <paramref name="otherwise"/> when it is not given.</summary>
    public int? Number(string name, int? otherwise, int least, int most) =>
        Get(name, out var value)
            ? value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= least && number <= most ? number : Wrong(name, $"give a whole number from {least} to {most}.", otherwise)
            : IsNull(name) ? null : otherwise;

    /// <summary>A duration as in the settings, or null; <paramref name="otherwise"/> when it is not given.</summary>
    public TimeSpan? Duration(string name, TimeSpan? otherwise) =>
        Get(name, out var value)
            ? value.ValueKind == JsonValueKind.String && DurationText.TryParse(value.GetString()!, out var duration) ? duration : Wrong(name, $"give {DurationText.Allowed}.", otherwise)
            : IsNull(name) ? null : otherwise;

    /// <summary>A list of whole numbers; empty when it is not given.</summary>
    public IReadOnlyList<int> Numbers(string name) =>
        Get(name, out var value)
            ? value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.Number && one.TryGetInt32(out _))
                ? [.. value.EnumerateArray().Select(one => one.GetInt32())]
                : Wrong<IReadOnlyList<int>>(name, "give a list of whole numbers.", [])
            : [];

    /// <summary>A list of texts, or null; <paramref name="otherwise"/> when it is not given.</summary>
    public IReadOnlyList<string>? Texts(string name, IReadOnlyList<string>? otherwise) =>
        Get(name, out var value)
            ? value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(one => one.ValueKind == JsonValueKind.String)
                ? [.. value.EnumerateArray().Select(one => one.GetString()!)]
                : Wrong(name, "give a list of texts, or null.", otherwise)
            : IsNull(name) ? null : otherwise;

    /// <summary>The fields of an object inside; null when it is not given, <paramref name="isNull"/> when it is given as null.</summary>
    public RequestFields? Inside(string name, out bool isNull)
    {
        isNull = false;
        if (Get(name, out var value))
        {
            return value.ValueKind == JsonValueKind.Object ? new(value, $"{_path}{name}.", _errors) : Wrong<RequestFields?>(name, "give an object, or null.", null);
        }

        isNull = IsNull(name);
        return null;
    }

    /// <summary>An object of texts by names that are not known before; null when it is not given.</summary>
    public IReadOnlyDictionary<string, string>? TextsByName(string name)
    {
        if (!Get(name, out var value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Object && value.EnumerateObject().All(one => one.Value.ValueKind == JsonValueKind.String)
            ? value.EnumerateObject().ToDictionary(one => one.Name, one => one.Value.GetString()!, StringComparer.Ordinal)
            : Wrong<IReadOnlyDictionary<string, string>?>(name, "give an object of texts.", null);
    }

    /// <summary>Whether a field is given as null.</summary>
    public bool IsNull(string name) => _object.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.Null;

    /// <summary>Notes that a field is wrong, and goes on with something else; of several faults of a field the first is told.</summary>
    public T Wrong<T>(string name, string message, T otherwise)
    {
        _errors.TryAdd(_path + name, [message]);
        return otherwise;
    }

    /// <summary>All fields were asked for; those that are left over are wrong.</summary>
    public void CheckOthers()
    {
        foreach (var other in _object.EnumerateObject().Where(property => !_asked.Contains(property.Name)))
        {
            Wrong(other.Name, _asked.Count == 0 ? "there is no such field; there are none." : $"there is no such field; there are {string.Join(", ", _asked)}.", 0);
        }
    }

    /// <summary>Refuses the request when anything is wrong.</summary>
    /// <exception cref="ApiException">Something is.</exception>
    public void Refuse()
    {
        if (_errors.Count > 0)
        {
            throw ApiException.Invalid(_errors);
        }
    }

    private bool Get(string name, out JsonElement value)
    {
        _asked.Add(name);
        return _object.TryGetProperty(name, out value) && value.ValueKind != JsonValueKind.Null;
    }
}
