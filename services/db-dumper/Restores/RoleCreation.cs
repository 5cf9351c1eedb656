using System.Globalization;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Creates the roles that a database needs and the server lacks; existing ones stay as they are.</summary>
/// <remarks>
/// SUPERUSER, REPLICATION and BYPASSRLS are never given: a restore must not hand out power over the whole server unasked. What was left
/// out is said in the notes.
/// </remarks>
internal sealed class RoleCreation(MaintenanceSession session)
{
    /// <param name="roles">Those that the database needs.</param>
    /// <param name="mark">Takes the place of the comment of each role created; null to keep it.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>What an operator should know about the roles created.</returns>
    public async Task<IReadOnlyList<string>> RunAsync(IReadOnlyList<RoleFact> roles, string? mark, CancellationToken cancellationToken)
    {
        RoleFact[] missing = [];
        await RolesTurn.HoldAsync(session, CreateAsync, cancellationToken);
        return [.. missing.Select(Note)];

        async Task CreateAsync()
        {
            var existing = await session.QueryAsync("SELECT rolname FROM pg_roles", [], row => row.GetString(0), cancellationToken);
            missing = [.. roles.Where(role => !existing.Contains(role.Name))];
            if (missing.Length > 0)
            {
                var known = existing.Concat(missing.Select(role => role.Name)).ToHashSet(StringComparer.Ordinal);
                await session.InTransactionAsync([.. missing.SelectMany(role => Statements(mark is null ? role : role with { Comment = mark })), .. missing.SelectMany(role => Memberships(role, known))], cancellationToken);
            }
        }
    }

    private static IEnumerable<string> Statements(RoleFact role)
    {
        var name = Sql.Name(role.Name);
        string[] options =
        [
            role.Login ? "LOGIN" : "NOLOGIN",
            role.Inherit ? "INHERIT" : "NOINHERIT",
            role.CreateRole ? "CREATEROLE" : "NOCREATEROLE",
            role.CreateDatabase ? "CREATEDB" : "NOCREATEDB",
            $"CONNECTION LIMIT {role.ConnectionLimit.ToString(CultureInfo.InvariantCulture)}",
            .. role.PasswordHash is { } hash ? [$"PASSWORD {Sql.Text(hash)}"] : Array.Empty<string>(),
            .. role.ValidUntil is { } until ? [$"VALID UNTIL {Sql.Text(until)}"] : Array.Empty<string>(),
        ];
        return
        [
            $"CREATE ROLE {name} WITH {string.Join(' ', options)}",
            .. role.Comment is { } comment ? [$"COMMENT ON ROLE {name} IS {Sql.Text(comment)}"] : Array.Empty<string>(),
            .. role.Settings.Select(setting => DatabaseDefinition.Setting($"ALTER ROLE {name}", setting)),
        ];
    }

    private IEnumerable<string> Memberships(RoleFact role, HashSet<string> known) =>
        role.Memberships.Where(membership => known.Contains(membership.Of)).Select(membership =>
        {
            List<string> options = membership.Admin ? ["ADMIN TRUE"] : [];
            if (session.Major >= 16)
            {
                options.AddRange(membership.Inherit is { } inherit ? [$"INHERIT {inherit}"] : []);
                options.AddRange(membership.Set is { } set ? [$"SET {set}"] : []);
                return Grant(role, membership, options.Count > 0 ? $" WITH {string.Join(", ", options)}" : "");
            }

            return Grant(role, membership, membership.Admin ? " WITH ADMIN OPTION" : "");
        });

    private static string Grant(RoleFact role, RoleMembership membership, string options) =>
        $"GRANT {Sql.Name(membership.Of)} TO {Sql.Name(role.Name)}{options}";

    private static string Note(RoleFact role)
    {
        string[] withheld =
        [
            .. role.Superuser ? ["SUPERUSER"] : Array.Empty<string>(),
            .. role.Replication ? ["REPLICATION"] : Array.Empty<string>(),
            .. role.BypassRowSecurity ? ["BYPASSRLS"] : Array.Empty<string>(),
        ];
        return $"Role '{role.Name}' was missing and has been created"
            + (withheld.Length > 0 ? $", without {string.Join(", ", withheld)}: grant that by hand if it is right here" : "")
            + (role is { Login: true, PasswordHash: null } ? ", without a password" : "") + ".";
    }
}
