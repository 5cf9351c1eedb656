using System.Text;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Restores;

/// <summary>Writes a stored parameter value so that <c>SET … TO</c> stores the same again.</summary>
internal static class SettingValue
{
    // PostgreSQL keeps these as lists of quoted names (GUC_LIST_QUOTE); one literal for all would become a single name.
    private static readonly HashSet<string> NameLists = new(StringComparer.OrdinalIgnoreCase)
    {
        "local_preload_libraries", "search_path", "session_preload_libraries", "shared_preload_libraries", "temp_tablespaces", "unix_socket_directories",
    };

    public static string Literal(string name, string value) =>
        NameLists.Contains(name) ? string.Join(", ", Split(value).Select(Sql.Text)) : Sql.Text(value);

    private static List<string> Split(string value)
    {
        var names = new List<string>();
        var name = new StringBuilder();
        var quoted = false;
        for (var at = 0; at < value.Length; at++)
        {
            switch (value[at])
            {
                case '"' when quoted && at + 1 < value.Length && value[at + 1] == '"':
                    name.Append('"');
                    at++;
                    break;
                case '"':
                    quoted = !quoted;
                    break;
                case ',' when !quoted:
                    names.Add(name.ToString());
                    name.Clear();
                    break;
                case ' ' when !quoted:
                    break;
                default:
                    name.Append(value[at]);
                    break;
            }
        }

        names.Add(name.ToString());
        return names;
    }
}
