namespace Holdfast.Benchmarks.Suites;

/// <summary>Very many very small files, backed up, unchanged, restored.</summary>
internal sealed class SmallFilesBenchmark : Benchmark
{
    private const int Files = 200_000;

    public override string Name => "small-files";

    public override string Summary => "200,000 files of 0.2 to 8 KB (--files N for another number): first, second (unchanged), restore";

    public override void Run(Session session)
    {
        var source = session.Within("source");
        session.Data("small-files", source, ("--files", session.Options.Files ?? (session.Options.Quick ? Files / 10 : Files)));
        Session.Settle();
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            session.NewRepositories();
            var hash = session.Data("hash", source);
            session.Store("first", round, (tool, repository) => tool.BackUpTree(repository, source, day: 1));
            session.Store("second", round, (tool, repository) => tool.BackUpTree(repository, source, day: 2));
            session.RestoreTree("restore", round, day: 2, source, hash);
        }
    }
}
