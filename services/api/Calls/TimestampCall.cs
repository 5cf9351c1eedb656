using Holdfast.Api.Answers;
using Holdfast.Contracts;
using Microsoft.AspNetCore.Http;

namespace Holdfast.Api.Calls;

/// <summary>The parameter of the calls about one backup.</summary>
internal sealed record TimestampCall : Call
{
    private const string Field = "timestamp";

    /// <summary>Such as <c>2023-02-02t16-00-00</c>.</summary>
    public string? Timestamp { get; init; }

    /// <summary>The timestamp in the body or in the query string; null when there is none.</summary>
    /// <exception cref="CallRefusedException">It is no timestamp, or both are given and differ.</exception>
    public static async Task<string?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var inBody = (await CallBody.ReadAsync<TimestampCall>(request, cancellationToken)).Timestamp;
        var inQuery = request.Query[Field] is { Count: > 0 } values ? values.ToString() : null;
        return (inBody, inQuery) switch
        {
            (null, null) => null,
            (not null, not null) when inBody != inQuery =>
                throw CallRefusedException.Invalid(Field, $"'{inQuery}' in the query string and '{inBody}' in the body contradict each other"),
            _ => Check(inBody ?? inQuery),
        };
    }

    /// <summary>The timestamp, which this call cannot do without.</summary>
    /// <exception cref="CallRefusedException">There is none, or it is no timestamp.</exception>
    public static async Task<string> ReadRequiredAsync(HttpRequest request, CancellationToken cancellationToken) =>
        await ReadAsync(request, cancellationToken) ?? throw Missing();

    /// <exception cref="CallRefusedException">It is missing or no timestamp.</exception>
    public static string Check(string? timestamp)
    {
        if (timestamp is null)
        {
            throw Missing();
        }

        return BackupTimestamp.TryParse(timestamp, out _)
            ? timestamp
            : throw CallRefusedException.Invalid(Field, $"'{timestamp}' is not a timestamp such as 2023-02-02t16-00-00");
    }

    private static CallRefusedException Missing() =>
        CallRefusedException.Invalid(Field, "is missing; it must be a timestamp such as 2023-02-02t16-00-00");
}
