using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>One at a time on a server creates roles, or drops those of drills: databases are prepared side by side and mostly need the same ones.</summary>
internal static class RolesTurn
{
    private const string Key = "hashtextextended('holdfast roles', 0)";

    /// <summary>Works when it is our turn. When the work fails the turn ends with the session.</summary>
    public static async Task HoldAsync(MaintenanceSession session, Func<Task> work, CancellationToken cancellationToken)
    {
        await session.ExecuteAsync($"SELECT pg_advisory_lock({Key})", cancellationToken);
        await work();
        await session.ExecuteAsync($"SELECT pg_advisory_unlock({Key})", cancellationToken);
    }
}
