using Holdfast.Benchmarks.Processes;
using Holdfast.Benchmarks.Results;
using Holdfast.Benchmarks.Tools;

namespace Holdfast.Benchmarks.Suites;

/// <summary>A repository after two months of daily backups with retention, against one that has only the newest backup.</summary>
internal sealed class AgedBenchmark : Benchmark
{
    private const int Days = 60;
    private const int Kept = 30;
    private const int Files = 3_000;
    private const long Bytes = 300_000_000;
    private const string Fresh = "fresh";

    public override string Name => "aged";

    public override string Summary => "60 daily backups of 300 MB with 2 % churn, 30 kept: backups, expiries, first-fresh, restore-aged, restore-fresh";

    public override void Run(Session session)
    {
        var source = session.Within("source");
        var scale = session.Options.Quick ? 10 : 1;
        session.Data("mixed", source, ("--files", session.Options.Files ?? (Files / scale)), ("--bytes", Bytes / scale));
        session.NewRepositories();
        var (backups, expiries) = (new Dictionary<Tool, Usage>(), new Dictionary<Tool, Usage>());
        for (var day = 1; day <= Days; day++)
        {
            if (day > 1)
            {
                session.Data("change", source, ("--round", day), ("--thousandths", 20));
            }

            foreach (var tool in session.Tools.ToArray())
            {
                Live(session, tool, source, day, backups, expiries);
            }
        }

        Record(session, "backups", backups);
        Record(session, "expiries", expiries);
        session.RecordLiveBytes("expiries");
        Restore(session, source);
    }

    private static void Live(Session session, Tool tool, string source, int day, Dictionary<Tool, Usage> backups, Dictionary<Tool, Usage> expiries)
    {
        var expire = tool.Expire(session.Repository(tool), Kept);
        if (expire.Count == 0)
        {
            return; // without retention there is nothing to age
        }

        Add(session, tool, "backups", tool.BackUpTree(session.Repository(tool), source, day), backups);
        foreach (var step in expire)
        {
            Add(session, tool, "expiries", step, expiries);
        }
    }

    private static void Add(Session session, Tool tool, string step, Pipeline? pipeline, Dictionary<Tool, Usage> sums)
    {
        if (session.Tools.Contains(tool) && pipeline is not null && session.Measure(tool, step, pipeline) is { } one)
        {
            sums[tool] = sums.TryGetValue(tool, out var sum) ? sum.Then(one.Usage) : one.Usage;
        }
    }

    /// <summary>Sums over all days; stored is the whole repository at the end.</summary>
    private static void Record(Session session, string step, Dictionary<Tool, Usage> sums)
    {
        foreach (var tool in session.Tools.Where(sums.ContainsKey))
        {
            var (bytes, objects) = Folders.Size(session.Repository(tool));
            session.Recorder.Add(step, tool.Name, new Measurement(sums[tool], bytes, objects));
        }
    }

    private static void Restore(Session session, string source)
    {
        session.NewRepositories(Fresh);
        var hash = session.Data("hash", source);
        session.Store("first-fresh", round: 1, (tool, repository) => tool.Expire(repository, Kept).Count == 0 ? null : tool.BackUpTree(repository, source, Days), Fresh);
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            session.RestoreTree("restore-aged", round, Days, source, hash);
            session.RestoreTree("restore-fresh", round, Days, source, hash, Fresh);
        }
    }
}
