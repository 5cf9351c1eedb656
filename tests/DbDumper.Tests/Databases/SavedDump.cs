using Holdfast.DbDumper.Dumps;
using Holdfast.DbDumper.Facts;

namespace Holdfast.DbDumper.Tests.Databases;

/// <summary>A dump in a temporary file and what is kept with it.</summary>
internal sealed class SavedDump : IDisposable
{
    private SavedDump(string path, DatabaseFacts facts, DumpReport report) => (Path, Facts, Report) = (path, facts, report);

    public string Path { get; }

    public DatabaseFacts Facts { get; }

    public DumpReport Report { get; }

    public static async Task<SavedDump> OfAsync(TestServer server, string database)
    {
        var token = TestContext.Current.CancellationToken;
        var snapshot = await server.Dumper.TakeSnapshotAsync(server.Server.ConnectionStringFor(database), token);
        await using var dump = await server.Dumper.StartAsync(snapshot, token);
        var path = System.IO.Path.GetTempFileName();
        await using (var file = File.Create(path))
        {
            await dump.Output.CopyToAsync(file, token);
        }

        return new SavedDump(path, dump.Facts, dump.Complete());
    }

    public void Dispose() => File.Delete(Path);
}
