namespace Holdfast.Benchmarks.Suites;

/// <summary>A database dump through standard input, then the next day's dump of the same database, restored.</summary>
internal sealed class DumpBenchmark : Benchmark
{
    private const long Bytes = 1_000_000_000;

    public override string Name => "dump";

    public override string Summary => "a database dump of 1 GB through standard input: first, next (a day later), restore";

    public override void Run(Session session)
    {
        var bytes = Bytes / (session.Options.Quick ? 10 : 1);
        var (first, next) = (session.Within("dump-1"), session.Within("dump-2"));
        session.DataBytes("dump", first, ("--bytes", bytes), ("--round", 1));
        session.Recorder.AddChange("next", session.DataBytes("dump", next, ("--bytes", bytes), ("--round", 2)));
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            session.NewRepositories();
            session.Data("hash", first);
            var hash = session.Data("hash", next);
            session.Store("first", round, (tool, repository) => tool.BackUpStream(repository, first, day: 1));
            session.Store("next", round, (tool, repository) => tool.BackUpStream(repository, next, day: 2));
            session.RestoreStream("restore", round, day: 2, hash);
        }
    }
}
