using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Tests.Databases;

/// <summary>A database with one of everything, and roles of its own.</summary>
internal sealed record SampleDatabase(string Name, string Owner, string Reader, string Writer, string Group)
{
    /// <param name="locale">The end of <c>CREATE DATABASE</c>, such as <c>ENCODING 'LATIN1' LOCALE 'C'</c>.</param>
    /// <param name="letter">A letter that the encoding has.</param>
    public static async Task<SampleDatabase> CreateAsync(TestServer server, string? name = null, string locale = "ENCODING 'UTF8'", string letter = "Ω")
    {
        var id = Guid.NewGuid().ToString("N")[..8];
        var sample = new SampleDatabase(name ?? $"sample_{id}", $"owner {id}", $"reader'{id}", $"Writer\"{id}", $"group_{id}");
        await server.RunAsync(
            "postgres",
            $"CREATE ROLE {Sql.Name(sample.Group)} NOLOGIN",
            $"CREATE ROLE {Sql.Name(sample.Owner)} LOGIN PASSWORD 'secret' CONNECTION LIMIT 5 VALID UNTIL '2040-01-01'",
            $"CREATE ROLE {Sql.Name(sample.Reader)} LOGIN NOINHERIT IN ROLE {Sql.Name(sample.Group)}",
            $"CREATE ROLE {Sql.Name(sample.Writer)} CREATEDB BYPASSRLS",
            $"ALTER ROLE {Sql.Name(sample.Reader)} SET search_path = 'a', 'B c'",
            $"COMMENT ON ROLE {Sql.Name(sample.Writer)} IS 'writes'",
            $"CREATE DATABASE {Sql.Name(sample.Name)} TEMPLATE template0 {locale}");
        await server.RunAsync(sample.Name, sample.Script(letter));
        return sample;
    }

    public async Task DropRolesAsync(TestServer server)
    {
        foreach (var role in (string[])[Reader, Writer, Owner, Group])
        {
            await server.RunAsync("postgres", $"DROP ROLE {Sql.Name(role)}");
        }
    }

    private string Script(string letter)
    {
        using var resource = typeof(SampleDatabase).Assembly.GetManifestResourceStream("everything.sql")!;
        using var reader = new StreamReader(resource);
        return reader.ReadToEnd()
            .Replace("{owner}", Sql.Name(Owner), StringComparison.Ordinal).Replace("{reader}", Sql.Name(Reader), StringComparison.Ordinal)
            .Replace("{writer}", Sql.Name(Writer), StringComparison.Ordinal).Replace("{group}", Sql.Name(Group), StringComparison.Ordinal)
            .Replace("{database}", Sql.Name(Name), StringComparison.Ordinal).Replace("{letter}", letter, StringComparison.Ordinal);
    }
}
