namespace Holdfast.Benchmarks.Suites;

/// <summary>A tree as a server's volume looks, backed up, unchanged, changed by a hundredth, restored.</summary>
internal sealed class MixedBenchmark : Benchmark
{
    private const int Files = 20_000;
    private const long Bytes = 2_000_000_000;

    public override string Name => "mixed";

    public override string Summary => "2 GB in 20,000 files of many kinds: first, second (unchanged), changed1 (1 % of files), restore";

    public override void Run(Session session)
    {
        var source = session.Within("source");
        var scale = session.Options.Quick ? 10 : 1;
        session.Data("mixed", source, ("--files", session.Options.Files ?? (Files / scale)), ("--bytes", Bytes / scale));
        Session.Settle();
        for (var round = 1; round <= session.Options.Rounds; round++)
        {
            session.NewRepositories();
            session.Data("hash", source);
            session.Store("first", round, (tool, repository) => tool.BackUpTree(repository, source, day: 1));
            session.Store("second", round, (tool, repository) => tool.BackUpTree(repository, source, day: 2));

            // Each round changes the tree further: nothing needs to be put back, and every round has changes of its own.
            session.Recorder.AddChange("changed1", session.DataBytes("change", source, ("--round", round), ("--thousandths", 10)));
            var hash = session.Data("hash", source);
            session.Store("changed1", round, (tool, repository) => tool.BackUpTree(repository, source, day: 3));
            session.RestoreTree("restore", round, day: 3, source, hash);
        }
    }
}
