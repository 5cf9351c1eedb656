namespace Holdfast.DbDumper.Clients;

/// <summary>Keeps the beginning and the end of a program's standard error, so that any amount of it takes little memory.</summary>
internal static class ErrorOutput
{
    private const int Kept = 100;
    private const int LongestLine = 2000;

    public static async Task<IReadOnlyList<string>> DrainAsync(TextReader reader)
    {
        var first = new List<string>();
        var last = new Queue<string>();
        var omitted = 0L;
        while (await reader.ReadLineAsync() is { } line)
        {
            var kept = line.Length <= LongestLine ? line : string.Concat(line.AsSpan(0, LongestLine), "…");
            if (first.Count < Kept)
            {
                first.Add(kept);
                continue;
            }

            last.Enqueue(kept);
            if (last.Count > Kept)
            {
                last.Dequeue();
                omitted++;
            }
        }

        return omitted == 0 ? [.. first, .. last] : [.. first, $"… {omitted} lines left out …", .. last];
    }
}
