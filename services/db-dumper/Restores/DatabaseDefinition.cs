using System.Globalization;
using Holdfast.DbDumper.Facts;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>The statements that give a database the properties of another.</summary>
internal static class DatabaseDefinition
{
    /// <summary>Creates it empty, open to us and without limits.</summary>
    /// <param name="serverMajor">Of the server that it is created on.</param>
    /// <param name="missingTablespaces">Not to be used.</param>
    public static string Create(string name, DatabaseFacts facts, int serverMajor, IReadOnlyList<string> missingTablespaces)
    {
        List<string> parts =
        [
            $"CREATE DATABASE {Sql.Name(name)} TEMPLATE template0 OWNER {Sql.Name(facts.Owner)} ENCODING {Sql.Text(facts.Encoding)}",
            $"LC_COLLATE {Sql.Text(facts.Collation)} LC_CTYPE {Sql.Text(facts.CharacterType)}",
        ];
        if (facts.LocaleProvider != LocaleProvider.Libc)
        {
            parts.Add(facts.LocaleProvider == LocaleProvider.Icu
                ? $"LOCALE_PROVIDER icu ICU_LOCALE {Sql.Text(facts.Locale ?? "und")}"
                : $"LOCALE_PROVIDER builtin BUILTIN_LOCALE {Sql.Text(facts.Locale ?? "C")}");
        }
        else if (serverMajor >= 15)
        {
            // template0 may itself be ICU's. Servers before 15 know no other provider and no such word.
            parts.Add("LOCALE_PROVIDER libc");
        }

        if (facts.IcuRules is { } rules)
        {
            parts.Add($"ICU_RULES {Sql.Text(rules)}");
        }

        // Naming pg_default, where template0 lies anyway, takes a right that few have.
        if (facts.Tablespace != "pg_default" && !missingTablespaces.Contains(facts.Tablespace))
        {
            parts.Add($"TABLESPACE {Sql.Name(facts.Tablespace)}");
        }

        return string.Join(' ', parts);
    }

    /// <summary>What is set when its contents are complete, because it could get in the way of restoring them.</summary>
    public static IEnumerable<string> Finish(string name, DatabaseFacts facts)
    {
        var database = $"DATABASE {Sql.Name(name)}";
        var limit = facts.ConnectionLimit.ToString(CultureInfo.InvariantCulture);
        return
        [
            $"ALTER {database} CONNECTION LIMIT {limit} IS_TEMPLATE {(facts.IsTemplate ? "true" : "false")}",
            .. facts.Comment is { } comment ? [$"COMMENT ON {database} IS {Sql.Text(comment)}"] : Array.Empty<string>(),
            .. facts.Settings.Select(setting => Setting(setting.Role is { } role ? $"ALTER ROLE {Sql.Name(role)} IN {database}" : $"ALTER {database}", setting)),
            .. Grants(database, facts),
        ];
    }

    /// <summary>Stores a setting.</summary>
    /// <param name="whose">The statement up to <c>SET</c>.</param>
    public static string Setting(string whose, DatabaseSetting setting) =>
        $"{whose} SET {Sql.Name(setting.Name)} TO {SettingValue.Literal(setting.Name, setting.Value)}";

    // Taking everything away first lets the list grow again in the order it had.
    private static IEnumerable<string> Grants(string database, DatabaseFacts facts) => facts.Grants is null
        ? []
        :
        [
            $"REVOKE ALL ON {database} FROM PUBLIC",
            $"REVOKE ALL ON {database} FROM {Sql.Name(facts.Owner)}",
            .. facts.Grants.SelectMany(grant => Grant(database, grant, facts.Owner)),
        ];

    private static IEnumerable<string> Grant(string database, DatabaseGrant grant, string owner)
    {
        var statement = $"GRANT {grant.Privilege} ON {database} TO {(grant.Grantee is { } grantee ? Sql.Name(grantee) : "PUBLIC")}{(grant.Grantable ? " WITH GRANT OPTION" : "")}";
        return grant.Grantor == owner ? [statement] : [$"SET LOCAL ROLE {Sql.Name(grant.Grantor)}", statement, "RESET ROLE"];
    }
}
