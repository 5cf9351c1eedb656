using System.Diagnostics;

namespace Holdfast.CrashPoints;

/// <summary>Names an activity of the bus or of the database driver.</summary>
internal static class ActivityText
{
    private const int StatementWords = 4;

    public static string Of(Activity activity) => activity.Source.Name == "MassTransit"
        ? $"{activity.DisplayName} {MessageOf(activity)}"
        : $"SQL {Statement(activity)}";

    private static string MessageOf(Activity activity)
    {
        var types = activity.GetTagItem("messaging.masstransit.message_types") as string ?? "";
        return types.Split(',')[0].Split(':')[^1];
    }

    private static string Statement(Activity activity)
    {
        var sql = (activity.GetTagItem("db.query.text") ?? activity.GetTagItem("db.statement")) as string ?? "";
        var words = sql.Split([' ', '\n', '\t', '('], StringSplitOptions.RemoveEmptyEntries);
        return string.Join(' ', words.Take(StatementWords).Where(word => !word.Contains('"', StringComparison.Ordinal)));
    }
}
