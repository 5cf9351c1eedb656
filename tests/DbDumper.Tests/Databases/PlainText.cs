using System.Text;
using Holdfast.DbDumper.Clients;
using Holdfast.DbDumper.Servers;

namespace Holdfast.DbDumper.Tests.Databases;

/// <summary>A database as pg_dump's SQL text, schema and data, for comparing.</summary>
internal static class PlainText
{
    /// <param name="clientMajor">The pg_dump to use; null for the one that fits the server.</param>
    public static async Task<string> OfAsync(TestServer server, string database, int? clientMajor = null)
    {
        var token = TestContext.Current.CancellationToken;
        var client = await server.Tools.ForServerAsync(clientMajor ?? server.Server.Major, token);
        await using var program = ClientProcess.Start(client.PgDump, ["--format=plain", "--encoding=UTF8"], new DatabaseAddress(server.Server.ConnectionStringFor(database)));
        using var reader = new StreamReader(program.Output, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(token);
        var exit = await program.WaitAsync(token);
        Assert.True(exit.Code == 0, exit.Text);

        // pg_dump guards its output with a random word.
        return string.Join('\n', text.Split('\n').Where(line => !line.StartsWith("\\restrict", StringComparison.Ordinal) && !line.StartsWith("\\unrestrict", StringComparison.Ordinal)));
    }
}
